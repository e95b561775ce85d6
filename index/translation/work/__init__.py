"""The translation worker: what is missing is asked for, checked, kept and told to the index.

- `pace`: when a provider may be asked next (rate, backoff, circuit breaker)
- `links`: a chain's providers, each with its pace and its share of the day's budget
- `asking`: one request, from sentences to what may be kept of the answer (runs in a thread)
- `backlog`: which sentences are asked for, newest first, each once
- `worker`: the loop that keeps the providers busy and the archive whole
"""
