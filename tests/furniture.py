"""What a page shows around an article, and in it, that is none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.frames import MENU

if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHERS = (
    ("/news/display/21", "Snow closes the northern pass for the third time since autumn began", "12 June 2022"),
    ("/news/display/22", "A school in the upper village gets its first teacher of mathematics", "11 June 2022"),
    ("/news/display/23", "ზემო სოფლის სკოლას მათემატიკის პირველი მასწავლებელი ჰყავს", "2022 / 06 / 10"),
    ("/news/display/24", "Снег в третий раз с начала осени закрыл северный перевал", "9 июня 2022"),
)
_TEASER = "The road was closed at noon, and nobody could say when it would be opened again to lorries and to buses."
_LINKED = "".join(f'<li><a href="{url}">{title}</a></li>' for url, title, _ in _OTHERS)
_DATED = "".join(f'<li><a href="{url}">{title}</a> <span>{day}</span></li>' for url, title, day in _OTHERS)
_CARDS = "".join(
    f'<div><a href="{url}"><img src="/t.jpg" alt=""></a><h4><a href="{url}">{title}</a></h4><p>{_TEASER}</p>'
    f'<span>{day}</span> <a href="{url}">Read more</a></div>'
    for url, title, day in _OTHERS
)
_RANKED = "".join(
    f'<div><span>{n}</span> <a href="{url}">{title}</a> <em>{n}{n}4</em></div>'
    for n, (url, title, _) in enumerate(_OTHERS, 1)
)

#: Lines of counters, labels and links that stand at an article, one a line.
LINES = """
Views: 123
123 views
1,234 views
Views 1 024
1.2K views
👁 1,234
👁 12
Views
Seen 123 times
Read 1234 times
Hits: 1234
Viewed: 12
3 Comments
4 Comments
No Comments
0 comments
Comments (3)
Comments: 3
💬 3
👁 1,204 💬 3
👁 1 204 | 💬 3
👁️ 1.2K ❤️ 15 ↗ 4
👁 12 ნახვა 💬 3 კომენტარი
★★★★☆ 4.5
Views: 123 Comments: 3
Leave a comment (3)
12 shares
1.5K Shares
Shares: 12
Share 12
Likes: 5
5 likes
Like 5
❤ 15
Rating: 4.5/5 (12 votes)
5 min read
5 minute read
Reading time: 5 minutes
4 mins read
Updated 2 hours ago
Last updated: 3 days ago
Updated: 24 November 2026
2 hours ago
A A A
A+ A-
Font size: A A A
Text size
Print
Print | E-mail | PDF
E-mail to a friend
Listen to this article
Advertisement
- Advertisement -
Sponsored
ნახვა: 12
12 ნახვა
ნახვები: 1 024
ნანახია: 12
ნანახია 12-ჯერ
წაკითხულია: 12
3 კომენტარი
კომენტარი: 3
კომენტარები (3)
5 გაზიარება
მოწონება: 5
წაკითხვის დრო: 5 წუთი
5 წუთის საკითხავი
განახლდა 2 საათის წინ
ბეჭდვა
შრიფტის ზომა: ა ა ა
რეკლამა
Просмотров: 5
5 просмотров
Просмотры 1 024
Просмотры: 5
1 просмотр
Прочитано 5 раз
Прочитали: 512
3 комментария
Комментариев: 3
Комментарии (3)
Нет комментариев
Поделились: 5
Нравится 5
5 лайков
Время чтения: 5 минут
5 мин. чтения
Обновлено 2 часа назад
Версия для печати
Размер шрифта: А А А
Реклама
""".strip().splitlines()

#: Boxes with texts or links of their own.
BOXES: Mapping[str, str] = {
    "related, a heading and links": f"<div><h4>Related</h4><ul>{_LINKED}</ul></div>",
    "related, no heading": f"<ul>{_LINKED}</ul>",
    "related, with dates": f"<div><h3>Latest news</h3><ul>{_DATED}</ul></div>",
    "related, cards": f"<div><h3>See also</h3>{_CARDS}</div>",
    "related, cards without a heading": f"<div>{_CARDS}</div>",
    "most read, with numbers": f"<div><b>Most read</b>{_RANKED}</div>",
    "ყველაზე კითხვადი": f"<div><h4>ყველაზე კითხვადი</h4>{_RANKED}</div>",
    "Самое читаемое": f"<div><h4>Самое читаемое</h4>{_RANKED}</div>",
    "newsletter": (
        "<div><h4>Sign up for our newsletter</h4><p>Get the best stories of the week in your inbox every Friday"
        ' morning.</p><form><input type="email"><button>Subscribe</button></form></div>'
    ),
    "share": '<div><a href="#">Facebook</a> <a href="#">Twitter</a> <a href="#">Telegram</a> 12</div>',
    "share, in words": '<p>Share this: <a href="#">Facebook</a> | <a href="#">Telegram</a></p>',
    "neighbours": (
        '<div><a href="/news/display/6">« Snow closes the northern pass for the third time</a>'
        ' <a href="/news/display/8">A school in the upper village gets its first teacher »</a></div>'
    ),
    "neighbours, labelled": (
        '<div><span>Previous article</span><a href="/news/display/6">Snow closes the northern pass again</a></div>'
        '<div><span>Next article</span><a href="/news/display/8">A school gets its first teacher</a></div>'
    ),
    "go back": '<div><a href="/news"><span>Go Back</span><span>Go Back</span></a></div>',
    "tag cloud": "<div><h4>Tags</h4>"
    + " ".join(f'<a href="/t/{n}">Word{n} ({n})</a>' for n in range(3, 20))
    + "</div>",
    "comments": (
        "<div><h3>2 Comments</h3><ul><li><b>Nino</b> <span>16 June 2022, 10:00</span><p>I remember the last train, it"
        " came on a Sunday in autumn and nobody got off at our station.</p></li><li><b>Giorgi</b> <span>17 June 2022"
        "</span><p>And who will pay for it?</p></li></ul></div>"
    ),
    "author": (
        "<div><h4>About the author</h4><p>Jane Doe writes about roads and bridges. She lives in the capital and has"
        " worked for the project since 2018.</p></div>"
    ),
    "login": '<p>Welcome, guest! <a href="/login">Log in</a> or <a href="/join">register</a></p>',
    "languages": '<div><a href="/ka/7">ქართული</a> | <a href="/en/7">English</a> | <a href="/ru/7">Русский</a></div>',
    "search": '<form action="/s"><label>Search</label> <input name="q"><button>Find</button></form>',
    "advert": '<div><small>Advertisement</small><a href="http://ads.example/1"><img src="/ad.png" alt="Buy"></a></div>',
    "script": '<script nonce="a1b2c3">var t = "2026-11-24 The text of a script, which no reader ever sees.";</script>',
}
#: Boxes that only stand around an article, never in it.
AROUND: Mapping[str, str] = {
    "today": "<div>Tuesday, 24 November 2026</div>",
    "today in Georgian": "<div>სამშაბათი, 24 ნოემბერი, 2026</div>",
    "weather and money": "<div>Tbilisi +5 °C</div><div>USD 2.7012</div><div>EUR 2.9213</div><div>12:45</div>",
    "cookies": (
        "<div><p>We use cookies to improve your experience on our website. By going on you accept our privacy"
        " policy.</p><button>Accept</button></div>"
    ),
    "cookies in Russian": (
        "<div><p>Мы используем файлы cookie, чтобы сайт работал лучше. Продолжая пользоваться сайтом, вы соглашаетесь с"
        " этим.</p><button>Хорошо</button></div>"
    ),
    "cookies in Georgian": (
        "<div><p>ჩვენი საიტი იყენებს cookie ფაილებს, რომ უკეთ იმუშაოს. საიტის გამოყენებით თქვენ ამას ეთანხმებით.</p>"
        "<button>თანხმობა</button></div>"
    ),
    "about": (
        "<div><h4>About us</h4><p>The Gorge is a small magazine about roads, railways and the people who live along"
        " them. It appears twice a month in three languages.</p></div>"
    ),
}
#: What stands between two paragraphs and leads to another article.
POINTERS: Mapping[str, str] = {
    "read also": '<p><b>Read also:</b> <a href="/news/display/21">Snow closes the northern pass once more</a></p>',
    "read also, a line above": (
        '<div><p>Read also</p><p><a href="/news/display/21">Snow closes the northern pass</a></p></div>'
    ),
    "ასევე წაიკითხეთ": '<p>ასევე წაიკითხეთ: <a href="/news/display/23">ზემო სოფლის სკოლას მასწავლებელი ჰყავს</a></p>',
    "Читайте также": '<p>Читайте также: <a href="/news/display/24">Снег закрыл северный перевал</a></p>',
    "a link alone": '<p><a href="/news/display/21">Snow closes the northern pass, and not for the first time</a></p>',
    "a box": f"<div><h4>More on this</h4><ul>{_LINKED}</ul></div>",
    "a card": (
        '<div><a href="/news/display/21"><img src="/t.jpg" alt=""></a><a href="/news/display/21">Snow closes'
        f" the northern pass for the third time</a><p>{_TEASER}</p></div>"
    ),
    "advert": "<div>Advertisement</div>",
    "newsletter": BOXES["newsletter"],
    "share": BOXES["share"],
}

_SHOP = '<a href="http://shop.example/?from=gorge">The Tractor House</a>'
#: Advertisements under their labels.
ADVERTS: Mapping[str, str] = {
    "a box": "<div><span>Advertisement</span><p>Best tractors of the valley, this week, at half the price.</p></div>",
    "a box with a picture": f'<div><p>რეკლამა</p><a href="//shop.example/"><img src="/b.gif"></a><p>{_SHOP}</p></div>',
    "a section": f"<section><h4>Реклама</h4><p>Лучшие тракторы долины, только на этой неделе: {_SHOP}</p></section>",
    "a line break": f"<p>Advertisement<br>Tractors at half the price: {_SHOP}</p>",
    "a paragraph": f"<p>Реклама</p><p>Купите трактор в {_SHOP}, только сегодня!</p>",
    "a paragraph with a picture": f"<p>Advertisement</p><p><img src='/b.gif'> {_SHOP}: tractors at half the price</p>",
    "a paragraph after a box": f"<div>რეკლამა</div><p>ტრაქტორები ნახევარ ფასად: {_SHOP}</p>",
    "a link that is paid for": '<p>Sponsored</p><p>See the <a rel="sponsored" href="/go/7">tractors</a>!</p>',
    "a box after a label": f"<p>- Advertisement -</p><div><img src='/b.gif'><b>Tractors</b><p>New: {_SHOP}</p></div>",
    "a lead-in": "<p>Реклама: лучшие тракторы долины, только на этой неделе, за половину цены.</p>",
}

#: Requests for consent in a page's flow.
CONSENTS: Mapping[str, str] = {
    "a box": "<div><p>We use cookies to make this site better for you.</p><button>Accept</button></div>",
    "a box with a policy": "<div><b>Cookies</b><p>This website uses cookies.</p><p>By going on you agree with our"
    ' <a href="/policy">policy</a>.</p><a href="#">Accept all</a> <a href="#">Reject</a></div>',
    "a paragraph": "<p>This site uses cookies so that you need not log in again. <button>OK</button></p>",
    "a button after it": "<p>We use cookies on this website.</p><button>Got it</button>",
    "an input": "<div>ეს საიტი იყენებს ქუქი-ჩანაწერებს. <input type=button value='ვეთანხმები'></div>",
    "a role": "<section><p>Мы используем файлы cookie на этом сайте.</p><span role=button>Принять</span></section>",
}

#: What else is customary, by where it stands; `HEAD` is the article's headline.
_LD = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "HEAD",'
    ' "datePublished": "2022-06-15T10:20:00+04:00", "dateModified": "2026-11-20T10:00:00+04:00"}</script>'
)
_CRUMBS = '<a href="/">Home</a> » <a href="/news">News</a> »'
_REMARKS = "".join(
    f"<div><b>Reader {n}</b><span>{n} hours ago</span><p>This is what I think about the bridge, about the road, and"
    f' about all the rest of it, number {n}.</p><a href="#">Reply</a></div>'
    for n in range(1, 5)
)
CUSTOMARY: Mapping[str, Mapping[str, str]] = {
    "where one is": {"before": f"<div>{_CRUMBS} HEAD</div>"},
    "where one is, at the top": {"top": f"<p>{_CRUMBS} HEAD</p>"},
    "where one is, as a list": {
        "top": '<ul><li><a href="/">Home</a></li><li><a href="/news/display/7">HEAD</a></li></ul>'
    },
    "a headline that stays in sight": {"top": "<div>HEAD</div>"},
    "the section's name": {"before": "<div>News</div>"},
    "the section's name as a heading": {"before": "<h2>News</h2>"},
    "the section's name as a link": {"before": '<p><a href="/news">Society and Roads</a></p>'},
    "the author above": {"under": "<p>By Jane Doe</p>"},
    "the author below the date": {"above": "<p>Author: Jane Doe</p>"},
    "the author in Georgian": {"above": "<p>ავტორი: ნინო გელაშვილი</p>"},
    "JSON-LD": {"head": _LD},
    "Open Graph": {
        "head": '<meta property="og:title" content="HEAD | The Gorge">'
        '<meta property="og:updated_time" content="2026-11-15T06:20:00Z">'
    },
    "the site's name as a heading": {"top": f'<h1><a href="/">The Gorge</a></h1>{MENU}'},
    "the article among the others": {
        "side": f'<div><h4>Latest</h4><ul><li><a href="/news/display/7">HEAD</a></li>{_LINKED}</ul></div>'
    },
    "a copyright line": {"within": "<p>© 2026 The Gorge. All rights reserved.</p>"},
    "a copyright line below": {"below": "<p>© 2026 The Gorge</p>"},
    "a source": {"within": '<p>Source: <a href="http://e.example/">The Gorge</a></p>'},
    "a rating": {"below": '<div>Rate this article: <a href="#">1</a> <a href="#">2</a> <a href="#">3</a></div>'},
    "a channel": {"within": '<p>Подписывайтесь на наш канал в <a href="http://t.example/x">Telegram</a></p>'},
    "a channel in Georgian": {"within": '<p>გამოგვყევით <a href="http://t.example/x">Telegram</a>-ზე</p>'},
    "a note on errors": {"within": "<p>Нашли ошибку? Выделите текст и нажмите Ctrl+Enter</p>"},
    "a counter behind a picture": {"beside": '<i class="e"></i> 1234'},
    "a counter behind a picture, below": {"below": '<div><i class="e"></i> 1234</div>'},
    "the date of a change": {"beside": " | Updated: 20 November 2026, 10:00"},
    "the date of a change, above": {"under": "<p>Last updated: 20 November 2026</p>"},
    "how long ago": {"beside": " (4 years ago)"},
    "a clock": {"top": f"<div>Tue, 24 Nov 2026 12:30</div>{MENU}"},
    "a clock in numbers": {"top": f"<div>24.11.2026</div>{MENU}"},
    "a gallery": {"within": '<div><a href="/g1.jpg"><img src="/g1.jpg"></a></div><p>Photo 1 of 12</p>'},
    "the next article": {
        "below": '<div><span>Next article</span><h3><a href="/news/display/8">A school gets its first teacher</a></h3>'
        f"<p>{_TEASER}</p></div>"
    },
    "a service of comments": {"below": "<p>Loading comments...</p><noscript>Please enable JavaScript.</noscript>"},
    "breaking news": {"top": f'{MENU}<div><b>Breaking:</b> <a href="/news/display/31">Snow closes the pass</a></div>'},
    "a form for comments": {
        "below": "<div><h3>Leave a comment</h3><form><p>Your e-mail address will not be published. Required fields are"
        " marked with a star.</p><label>Name</label><input><textarea></textarea><button>Post</button></form></div>"
    },
    "many comments": {"below": f"<div><h3>Comments (4)</h3>{_REMARKS}</div>"},
    "many comments, in no box": {"below": f"<h3>Comments (4)</h3>{_REMARKS}"},
    "a call for money": {
        "within": "<div><h3>Support us</h3><p>If you like this, please give us a little; each lari helps.</p></div>"
    },
}
