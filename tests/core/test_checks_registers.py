"""Links: which a text may be one."""

from __future__ import annotations

import pytest

from ecm_xl.core.checks.registers import may_be_link


@pytest.mark.parametrize(
    "text",
    [
        "https://school.example/policies?id=4#top",
        "HTTP://intranet/policies",
        "http://192.168.1.20:8080/",
        "https://school.example.",
        "https://school.example).",
        "https://school.example/a (ask the office)",
        "https://school.example/a, page 4",
        "https://school.example/a; https://school.example/b",
        "https://school.example/a, then page 4",
        "www.school.example/policies",
        "ftp://files.school.example/a.pdf",
        "file:///S:/Shared drive/Policies.docx",
        "mailto:office@school.example",
        r"\\server\share\Policies",
        "S:/Policies/Current",
        "Head's office",
        "Shared drive, Policies/Current",
        "File: blue, second shelf",
        "See https://school.example/our policies.pdf",
        "Website: policies page",
        "http notes of the ICT lead",
        "www",
    ],
)
def test_what_may_be_a_link_or_is_a_place_in_words(text: str) -> None:
    assert may_be_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://school.example/our policies.pdf",
        "https:// school.example",
        "https://",
        "https:school.example",
        "http:/school.example",
        "http//school.example",
        "https;//school.example",
        "htps://school.example",
        "ttps://school.example",
        "htttp://school.example",
        "https://school..example",
        "https://.example",
        "www.school",
        "www,school.example",
        "www.school example.org",
        "mailto:office",
        "mailto:office at school.example",
    ],
)
def test_what_begins_like_a_link_but_cannot_be_one(text: str) -> None:
    assert not may_be_link(text)
