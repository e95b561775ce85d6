"""A week of small outlets: what each publishes when, and how its server behaves.

Everything is decided by the clock, so that the same week passes each time.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import repeat

from tests.fetching.newsroom import Story, atom, page, rss, sitemap, story
from tests.fetching.site import Asked, Hours, Reply, Web, redirect, zipped

HOUR, DAY = 3600, 86_400
XML = "application/rss+xml"
NEWEST = 10
"""Items that a feed holds."""

ENGLISH = "The council of the town opened a new library for children on Monday morning."
RUSSIAN = "Городской совет открыл новую библиотеку для детей в понедельник утром."


class Week:
    """The outlets, and what they have told so far, by the address of the story."""

    def __init__(self, web: Web, clock: Hours) -> None:
        self.told: dict[str, tuple[Story, str]] = {}
        self.tries: Counter[str] = Counter()
        self.web, self.clock = web, clock
        self.start = clock.now()
        for outlet in (
            *(self.daily, self.brief, self.sister, self.mixed, self.moved, self.gone),
            *(self.half, self.error, self.invalid, self.dates, self.inside, self.sitemap),
            *(self.shifting, self.charset, self.pitfalls),
        ):
            outlet()
        self.hostile()

    @property
    def day(self) -> float:
        return (self.clock.now() - self.start) / DAY

    def stories(self, first: int, every: float, until: float = 6.0) -> list[Story]:
        """What an outlet has published by now, one each so many hours, the newest first; nothing on
        the last day, so that all of it can have been seen at the end."""
        hours = min(self.day, until) * 24
        made = [
            story(first + number, self.start + number * every * HOUR)
            for number in range(int(hours / every) + 1)
        ]
        return made[::-1][:NEWEST]

    def tell(self, url: str, told: Story, outlet: str = "صحيفة الرافدين") -> Story:
        self.told[url] = (told, outlet)
        return told

    def tried(self, asked: Asked) -> int:
        self.tries[asked.host + asked.path] += 1
        return self.tries[asked.host + asked.path]

    def daily(self) -> None:
        """Whole texts, a new one each three hours, with an ETag that is kept to."""

        def feed(asked: Asked) -> Reply:
            items = self.stories(1_000, 3)
            tag = f'"{items[0].number}"'
            if asked.headers.get("If-None-Match") == tag:
                return Reply(status=304, headers={"ETag": tag})
            urls = [(self.tell(f"http://daily.example/{s.number}", s), s.number) for s in items]
            links = [(told, f"http://daily.example/{number}") for told, number in urls]
            return Reply(rss(links, full=True), kind=XML, headers={"ETag": tag})

        self.web["http://daily.example/rss"] = feed

    def brief(self) -> None:
        """Summaries whose links carry another tracker each time; pages in windows-1256 that say
        they are UTF-8, the first of them cut short when first asked for."""

        def feed(asked: Asked) -> Reply:
            count = self.tried(asked)
            links = [
                (told, f"http://brief.example/news?utm_source=rss{count}&id={told.number}")
                for told in self.stories(2_000, 5)
            ]
            for told, _ in links:
                self.pages(told)
            return Reply(rss(links), kind=XML)

        self.web["http://brief.example/rss"] = feed

    def pages(self, told: Story) -> None:
        url = f"http://brief.example/news?id={told.number}"
        self.tell(url, told)
        data = page(told).replace("©", "").encode("windows-1256")

        def answer(asked: Asked) -> Reply:
            half = told.number == 2_000 and self.tried(asked) == 1
            return Reply(data, manner="cut" if half else "plain")

        self.web[url] = answer
        ours = f'<link rel="canonical" href="{url}">'
        self.web[f"http://brief.example/amp/{told.number}"] = Reply(page(told, head=ours))

    def sister(self) -> None:
        """Another feed of the same outlet: the same stories by their mobile pages."""

        def feed(_: Asked) -> Reply:
            items = self.stories(2_000, 5)[1:]
            for told in items:
                self.pages(told)
            links = [(told, f"http://brief.example/amp/{told.number}") for told in items]
            return Reply(rss(links, title="الرافدين: كل الأبواب"), kind="text/html")

        self.web["http://brief.example/all"] = feed

    def mixed(self) -> None:
        """Arabic, English and Russian in one feed."""

        def feed(_: Asked) -> Reply:
            items = [(s, f"http://mixed.example/{s.number}") for s in self.stories(3_000, 24)]
            for told, url in items:
                self.tell(url, told, "وكالة دجلة")
            other = "".join(
                f'<entry><title>{title}</title><link href="http://mixed.example/{title}"/>'
                f'<content type="text">{text}</content></entry>'
                for title, text in (("Library", ENGLISH), ("Библиотека", RUSSIAN))
            )
            return Reply(atom(items).replace("</feed>", f"{other}</feed>"), kind="text/xml")

        self.web["http://mixed.example/atom"] = feed

    def moved(self) -> None:
        """A feed that moves for good on the third day."""

        def feed(asked: Asked) -> Reply:
            if self.day > 2 and asked.path == "/rss":
                return redirect("/new/rss", 301)
            items = [(s, f"http://moved.example/{s.number}") for s in self.stories(4_000, 12)]
            for told, url in items:
                self.tell(url, told)
            return Reply(rss(items, full=True), kind=XML)

        self.web["http://moved.example/rss"] = feed
        self.web["http://moved.example/new/rss"] = feed

    def gone(self) -> None:
        """One that closes on the fourth day."""

        def feed(_: Asked) -> Reply:
            if self.day > 3:
                return Reply(status=410)
            told = self.tell("http://gone.example/1", story(5_000, self.start))
            return Reply(rss([(told, "http://gone.example/1")], full=True), kind=XML)

        self.web["http://gone.example/rss"] = feed

    def half(self) -> None:
        """Each second answer ends in the middle, without a length."""

        def feed(asked: Asked) -> Reply:
            items = [(s, f"http://half.example/{s.number}") for s in self.stories(6_000, 24)]
            whole = rss(items, full=True)
            if self.tried(asked) % 2:
                return Reply(whole[: len(whole) // 2], kind=XML, manner="unframed")
            for told, url in items:
                self.tell(url, told)
            return Reply(whole, kind=XML, manner="unframed")

        self.web["http://half.example/rss"] = feed

    def error(self) -> None:
        """On the second day an error page comes with status 200, then status 500."""

        def feed(_: Asked) -> Reply:
            if 1 < self.day < 2:
                return Reply("<html><body><h1>خطأ في قاعدة البيانات</h1></body></html>", kind=XML)
            if 2 < self.day < 3:
                return Reply(status=500)
            told = self.tell("http://error.example/1", story(7_000, self.start))
            return Reply(rss([(told, "http://error.example/1")], full=True), kind=XML)

        self.web["http://error.example/rss"] = feed

    def invalid(self) -> None:
        """XML that is none: a bare ampersand, a stray tag, no end."""
        told = self.tell("http://invalid.example/1?a=1&b=2", story(8_000, self.start))
        text = rss([(told, "http://invalid.example/1?a=1&b=2")], full=True)
        broken = text.replace("&amp;", "&").replace("<channel>", "<channel><p><br>")
        self.web["http://invalid.example/rss"] = Reply(broken.replace("</rss>", ""), kind=XML)

    def dates(self) -> None:
        """Dates as people write them, and none at all."""
        ways = [
            ("٢٠ أيلول ٢٠٢٦ 10:20 ص", "2026-09-20T10:20"),
            ("2026-09-20T10:20:00+03:00", "2026-09-20T10:20:00+03:00"),
            ("الأحد 20 سبتمبر 2026", "2026-09-20"),
            ("Sun, 20 Sep 2026 10:20:00 +0300", "2026-09-20T10:20:00+03:00"),
            ("Mon, 30 Nov 2099 10:00:00 +0300", None),
            ("Thu, 01 Jan 1970 00:00:00 GMT", None),
            ("", None),
        ]
        self.dated: dict[str, str | None] = {}
        items = ""
        for number, (written, meant) in enumerate(ways):
            told = story(9_000 + number, self.start)
            url = f"http://dates.example/{told.number}"
            self.dated[url] = meant
            self.tell(url, told)
            whole = rss([(told, url)], full=True)
            item = whole[whole.index("<item>") : whole.index("</channel>")]
            stated = item[item.index("<pubDate>") : item.index("</pubDate>")]
            items += item.replace(stated, f"<pubDate>{written}")
        self.web["http://dates.example/rss"] = Reply(
            rss([], channel=items + "<ttl>1440</ttl>"), kind=XML
        )

    def inside(self) -> None:
        """Items that lead where nobody should go, and one that is well."""
        told = self.tell("http://inside.example/1", story(9_100, self.start))
        self.web["http://inside.example/1"] = Reply(page(told))
        self.web["http://inside.example/2"] = redirect("http://169.254.169.254/latest/")
        links = [
            (told, "http://inside.example/1"),
            (story(9_101, self.start), "http://inside.example/2"),
            (story(9_102, self.start), "http://127.0.0.1/admin"),
            (story(9_103, self.start), "http://inside.example/missing"),
        ]
        self.web["http://inside.example/rss"] = Reply(rss(links), kind=XML)

    def sitemap(self) -> None:
        """A sitemap that grows by a page a day."""

        def listed(_: Asked) -> Reply:
            pages: list[tuple[str, datetime | None]] = []
            for told in self.stories(9_200, 24):
                url = f"http://map.example/{told.number}.html"
                self.web[url] = Reply(page(self.tell(url, told)))
                pages.append((url, told.at))
            return Reply(sitemap(pages), kind="application/xml")

        self.web["http://map.example/sitemap.xml"] = listed

    def shifting(self) -> None:
        """Items that are given new ids each time, half of them without any address."""

        def feed(asked: Asked) -> Reply:
            count, items = self.tried(asked), ""
            for told in self.stories(9_300, 48):
                url = f"http://shifting.example/{told.number}"
                if told.number % 2:
                    self.nameless[told.title] = told
                else:
                    self.tell(url, told)
                whole = rss([(told, url)], full=True)
                item = whole[whole.index("<item>") : whole.index("</channel>")]
                if told.number % 2:
                    item = item.replace(f"<link>{url}</link>", "")
                guid = f'<guid isPermaLink="false">{told.number}-{count}</guid>'
                items += item.replace("<pubDate>", f"{guid}<pubDate>")
            return Reply(rss([], channel=items), kind=XML)

        self.nameless: dict[str, Story] = {}
        self.web["http://shifting.example/rss"] = feed

    def charset(self) -> None:
        """A feed in windows-1256 that says twice that it is UTF-8."""
        url = "http://charset.example/1"
        told = self.tell(url, story(9_400, self.start))
        data = rss([(told, url)], full=True).encode("windows-1256")
        self.web["http://charset.example/rss"] = Reply(data, kind=f"{XML}; charset=utf-8")

    def pitfalls(self) -> None:
        """A feed of summaries whose pages are not to be had: gigantic, a bomb, slow, forbidden,
        withdrawn, always cut; and one that calls another site's article its own address."""
        web, site = self.web, "http://pitfalls.example"
        web[f"{site}/robots.txt"] = Reply("User-agent: *\nDisallow: /members/")
        told = {
            path: story(9_500 + number, self.start)
            for number, path in enumerate(
                ("huge", "bomb", "members/1", "slow", "gone", "cut", "thief")
            )
        }
        web[f"{site}/huge"] = lambda _: Reply(repeat(b"<p>" * 10_000))
        web[f"{site}/bomb"] = zipped(b"<html>" + bytes(20_000_000))
        web[f"{site}/slow"] = Reply("<html>" * 1_000, manner="trickle")
        web[f"{site}/gone"] = Reply(status=410)
        web[f"{site}/cut"] = Reply(page(told["cut"]), manner="cut")
        theirs = '<link rel="canonical" href="http://daily.example/1000">'
        web[f"{site}/thief"] = Reply(page(told["thief"], head=theirs))
        self.tell(f"{site}/thief", told["thief"])
        self.summaries = {
            f"{site}/huge": (told["huge"], "longer than"),
            f"{site}/bomb": (told["bomb"], "as a bomb does"),
            f"{site}/members/1": (told["members/1"], "asks Fihrist not to read it"),
            f"{site}/slow": (told["slow"], "not there in 1 seconds"),
            f"{site}/cut": (told["cut"], "the connection ended before the answer did"),
        }
        links = [(each, f"{site}/{path}") for path, each in told.items()]
        web[f"{site}/rss"] = Reply(rss(links), kind=XML)

    def hostile(self) -> None:
        """Sources that never give anything."""
        web = self.web
        web["http://bomb.example/rss"] = zipped(bytes(20_000_000))
        web["http://huge.example/rss"] = lambda _: Reply(repeat(b"<item>" * 5_000), kind=XML)
        web["http://slow.example/rss"] = Reply("<rss>" * 1_000, kind=XML, manner="trickle")
        web["http://closed.example/robots.txt"] = Reply("User-agent: *\nDisallow: /")
        web["http://loop.example/rss"] = redirect("/again")
        web["http://loop.example/again"] = redirect("/rss")
        web["http://empty.example/rss"] = Reply("", kind=XML)
        web["http://leads.example/rss"] = redirect("http://10.0.0.1/rss", 301)

    @property
    def sources(self) -> list[str]:
        hosts = "daily brief moved gone half error invalid dates inside bomb huge slow closed loop"
        hosts += " empty leads shifting charset pitfalls"
        return [f"http://{host}.example/rss" for host in hosts.split()] + [
            "http://brief.example/all",
            "http://mixed.example/atom",
            "http://map.example/sitemap.xml",
        ]


FAULTS: dict[str, str] = {
    "http://bomb.example/rss": "as a bomb does",
    "http://huge.example/rss": "longer than 800,000 bytes",
    "http://slow.example/rss": "not there in 1 seconds",
    "http://closed.example/rss": "robots.txt of closed.example asks Fihrist not to read it",
    "http://loop.example/rss": "lead in a circle",
    "http://empty.example/rss": "it is empty",
    "http://leads.example/rss": "10.0.0.1, a private address",
    "http://gone.example/rss": "it is gone and will not come back",
}
"""What is said at the week's end of the sources that do not do well."""
