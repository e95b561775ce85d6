"""The translation worker: what is missing is asked for, checked, kept and told to the index.

- `pace`: when a provider may be asked next (rate, backoff, circuit breaker)
- `budget`: the characters of a day
- `links`: a chain's providers, each with its pace and its share of the budget
- `asking`: one request, from sentences to what may be kept of the answer (runs in a thread)
- `sender`: requests under way, of which each begins the next
- `backlog`: which sentences are asked for, newest first, each once
- `worker`: the loop that keeps what came and plans ahead
"""
