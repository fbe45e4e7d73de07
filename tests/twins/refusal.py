"""What a twin raises to answer with an error."""


class Refusal(Exception):
    """An HTTP status, the provider's code, and its message."""

    def __init__(self, status, code, message):
        super().__init__(f"{code}: {message}")
        self.status, self.code, self.message = status, code, message
