"""An article as an engine takes it, and the stored blob that a page is made from."""
