"""Take articles in: readers, cleaning, sentences, translation, the archive and its keeper."""
