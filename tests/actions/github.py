"""A double of the part of GitHub's REST interface that writes comments and issues, and hands out a release.

A token stands for the permissions of a job: without `pull-requests: write` or `issues: write` a write is refused with 403,
and a body that is too long with 422, as GitHub does. Lists come in pages.
"""

import re
import secrets

from twins.exchange import Response, json_response
from twins.server import Twin

BODY_LIMIT = 65_536


class GitHub(Twin):
    """The twin. `comments` are those of issues and pull requests alike, by number of those."""

    def __init__(self, repository):
        super().__init__()
        self.repository, self.files = repository, {}
        self.clear()

    def clear(self):
        self.tokens, self.issues, self.comments, self.last, self.beats = {}, {}, {}, 100, 0

    def grant(self, permissions):
        """A new token with a job's permissions."""
        token = "ghs_" + secrets.token_urlsafe(24)
        self.tokens[token] = dict(permissions)
        return token

    def number(self):
        self.last += 1
        return self.last

    def by(self, login, kind, **more):
        return {"user": {"login": login, "type": kind}, **more}

    def somebody_comments(self, number, body, login="somebody"):
        """A comment by a person."""
        self.comments.setdefault(number, []).append(self.by(login, "User", id=self.number(), body=body))

    def refusal(self, fault, request):
        return json_response(int(fault.kind), {"message": "Server Error"})

    def handle(self, request):
        if request.path in self.files:
            return Response(200, self.files[request.path], {"Content-Type": "application/octet-stream"})
        if request.path == "/heartbeat":
            self.beats += 1
            return Response(200)
        found = re.fullmatch(r"/repos/([\w-]+/[\w-]+)/issues(?:/(comments/)?(\d+)(/comments)?)?", request.path)
        if not found or found[1] != self.repository:
            return json_response(404, {"message": "Not Found"})
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return json_response(401, {"message": "Bad credentials"})
        granted = self.tokens[token]
        _, one_comment, number, comments = found.groups()
        on_pull_request = one_comment or comments
        right = granted.get("pull-requests" if on_pull_request else "issues", granted.get("issues"))
        if request.method != "GET" and right != "write":
            return json_response(403, {"message": "Resource not accessible by integration"})
        body = request.json() if request.method != "GET" else {}
        if len(body.get("body", "")) > BODY_LIMIT:
            return json_response(422, {"message": "Validation Failed", "errors": ["body is too long (maximum is 65536 characters)"]})
        if one_comment:
            return self.edited((one for all in self.comments.values() for one in all), int(number), "id", body)
        if comments:
            return self.all_or_new(request, self.comments.setdefault(int(number), []), "id", body)
        if number:
            return self.edited(self.issues.values(), int(number), "number", body)
        is_open = [one for one in self.issues.values() if one["state"] == "open"]
        answer = self.all_or_new(request, is_open, "number", {**body, "state": "open"})
        self.issues |= {one["number"]: one for one in is_open}
        return answer

    def all_or_new(self, request, items, key, body):
        if request.method == "POST":
            items.append(self.by("github-actions[bot]", "Bot", **{key: self.number()}, **body))
            return json_response(201, items[-1])
        size, page = int(request.query.get("per_page", 30)), int(request.query.get("page", 1))
        return json_response(200, items[(page - 1) * size:page * size])

    @staticmethod
    def edited(items, number, key, body):
        for one in items:
            if one[key] == number:
                one |= body
                return json_response(200, one)
        return json_response(404, {"message": "Not Found"})
