"""Words that stand around an article's text in every language a site labels its pages in."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.normalise.text import clean, undouble
from spiders.article.counters import is_counter

#: Whole lines that are never an article's text: links back, share buttons, labels of boxes.
FURNITURE = frozenset(
    line.strip()
    for line in """
    go back|back|back to list|back to full list|back to top|to top|top|home|main page|return|previous|next|prev
    |previous article|next article|older|newer|read more|continue reading|more|see more|show more|load more|see all
    |view all|details|share|share this|share this:|share this article|share article|share on facebook|share on twitter
    |tweet|facebook|twitter|x|linkedin|telegram|whatsapp|viber|pinterest|reddit|email|e-mail|mail|print|print page
    |print version|printable version|pdf|download|download pdf|copy link|link copied|save|bookmark|like|like this:
    |loading...|comments|comment|leave a comment|leave a reply|post comment|add comment|no comments|0 comments|reply
    |view comments|show comments|write a comment|log in|login|sign in|sign up|register|subscribe|subscribe now|search
    |menu|close|skip to content|skip to main content|advertisement|advertising|ad|ads|sponsored|sponsored content
    |related|related articles|related news|related posts|related stories|related content|related topics|similar news
    |see also|see also:|read also|read also:|also read|most read|most popular|popular|trending|latest news|recent posts
    |more news|more stories|more from|you may also like|you might also like|recommended|recommended for you
    |tags|tags:|tag|topics|topics:|categories|category|filed under|follow us|follow us on|stay connected|newsletter
    |photo|photos|video|videos|gallery|image|listen|listen to article|watch|play|play video|scroll to top|contents
    |table of contents|share via|e-mail to a friend|email to a friend|send to a friend|tell a friend
    |listen to this article|text size|font|share this page|save article|print article|print this page
    |add to favourites|add to favorites|advert|paid content|paid post|partner content|promoted|article continues below
    |article continues below advertisement|story continues below|story continues below advertisement
    |continue reading the main story|на правах рекламы|рекламный блок|სარეკლამო|სარეკლამო განცხადება
    |accept|accept all|accept cookies|i agree|got it|принять|согласен|ვეთანხმები|თანხმობა
    |share this post|report an error|report a typo|font size|a+|a-|views|source|sources
    |უკან|უკან დაბრუნება|დაბრუნება|სრულ სიაში დაბრუნება|სრული სია|მთავარი|წინა|შემდეგი|ვრცლად|სრულად|მეტი|მეტის ნახვა
    |იხილეთ მეტი|წაიკითხეთ მეტი|დაწვრილებით|გააზიარე|გაზიარება|გაუზიარე|ბეჭდვა|ამობეჭდვა|ჩამოტვირთვა|კომენტარი
    |კომენტარები|კომენტარის დატოვება|დატოვე კომენტარი|გამოწერა|ძებნა|მენიუ|დახურვა|რეკლამა|მსგავსი სიახლეები
    |მსგავსი სტატიები|დაკავშირებული სტატიები|სხვა სიახლეები|ასევე იხილეთ|ასევე წაიკითხეთ|პოპულარული|ბოლო სიახლეები
    |ყველაზე კითხვადი|ყველაზე პოპულარული|შესვლა|რეგისტრაცია|გამოსვლა|ხელმოწერა|წინა სტატია|შემდეგი სტატია
    |ტეგები|ტეგები:|ტეგი|ტეგი:|თემები|ფოტო|ვიდეო|გალერეა|დასაწყისი|მოისმინეთ
    |назад|вернуться|вернуться назад|вернуться к списку|к списку|к полному списку|на главную|главная|наверх|вверх
    |предыдущая|следующая|предыдущий|следующий|читать далее|читать дальше|далее|подробнее|ещё|еще|показать ещё
    |показать еще|поделиться|поделиться:|поделиться в соцсетях|рассказать друзьям|печать|распечатать|версия для печати
    |скачать|комментарии|комментировать|оставить комментарий|добавить комментарий|нет комментариев|подписаться|поиск
    |меню|закрыть|реклама|похожие новости|похожие статьи|похожие материалы|материалы по теме|по теме|читайте также
    |читайте также:|смотрите также|другие новости|последние новости|популярное|самое читаемое|теги|теги:|тег|темы
    |войти|вход|регистрация|зарегистрироваться|выйти|отправить другу|отправить по почте|предыдущая статья
    |следующая статья|предыдущая новость|следующая новость|рекомендуем|самое популярное|популярные новости
    |метки|метки:|рубрика|фото|видео|источник|содержание|вконтакте|одноклассники|слушать
    |zurück|teilen|drucken|kommentare|mehr|mehr lesen|weiterlesen|zum thema|anzeige|werbung|startseite|merken
    |auch interessant|lesen sie auch|mehr zum thema|artikel anhören|vorlesen
    |retour|partager|imprimer|commentaires|lire la suite|lire aussi|à lire aussi|publicité|accueil
    |volver|compartir|imprimir|comentarios|leer más|lee también|publicidad|inicio|te puede interesar
    |voltar|compartilhar|partilhar|comentários|leia mais|leia também|publicidade|condividi|stampa|commenti
    |leggi anche|leggi di più|pubblicità|powrót|udostępnij|drukuj|komentarze|czytaj więcej|czytaj też|reklama
    |paylaş|yazdır|yorumlar|devamını oku|назад до списку|поділитися|друк|читайте також|реклама
    """.replace("\n", "").split("|")
)

#: Links under a teaser.
READ_MORE = frozenset(
    "read more|continue reading|more|full story|read full article|details|ვრცლად|სრულად|წაიკითხეთ მეტი|დაწვრილებით|მეტი"
    "|читать далее|читать дальше|далее|подробнее|weiterlesen|mehr|lire la suite|leer más|leia mais|leggi di più"
    "|czytaj więcej|devamını oku|читати далі".split("|")
)

#: Lines that end a text: links back, and headings of what comes after it.
ENDS = frozenset(
    "go back|back|back to list|back to full list|related|related articles|related news|related posts|related stories"
    "|see also|read also|latest|latest news|recent posts|more news|more stories|you may also like|recommended|comments"
    "|leave a comment|leave a reply|most read|popular|similar news|share|share this|other news|news"
    "|უკან|დაბრუნება|უკან დაბრუნება|სრულ სიაში დაბრუნება|მსგავსი სიახლეები|მსგავსი სტატიები|დაკავშირებული სტატიები"
    "|სხვა სიახლეები|ასევე იხილეთ|ბოლო სიახლეები|კომენტარები|გაზიარება|გააზიარე"
    "|назад|вернуться|вернуться назад|вернуться к списку|к списку|похожие новости|похожие статьи|похожие материалы"
    "|материалы по теме|по теме|читайте также|смотрите также|другие новости|последние новости|комментарии|поделиться"
    "|zurück|mehr zum thema|kommentare|retour|lire aussi|à lire aussi|volver|voltar|leia também|powrót".split("|")
)

#: Labels of boxes beside a text.
BOXES = frozenset(
    line.strip()
    for line in """
    related|related articles|related news|related posts|related stories|related content|see also|read also|also read
    |more on this|more on this topic|latest|latest news|latest articles|latest posts|recent posts|recent articles
    |recent news|more news|more stories|more articles|you may also like|you might also like|recommended
    |recommended for you|most read|most popular|most viewed|popular|popular news|popular posts|trending|trending now
    |top stories|editor's picks|editor’s picks|similar news|other news|comments|leave a comment|leave a reply
    |add a comment|write a comment|post a comment|about the author|about the authors|about author|author|about us
    |about the project|about this site|contact us|contact|newsletter|our newsletter|sign up for our newsletter
    |subscribe to our newsletter|join our newsletter|get our newsletter|stay informed|stay connected
    |follow us|follow us on|subscribe|share|share this|share this article|cookies|we use cookies
    |this site uses cookies|we value your privacy|your privacy|cookie policy|weather|exchange rates|currency|calendar
    |archive|archives|categories|tag cloud|poll|login|log in|sign in|search|previous article|next article|read next
    |up next|donate|support us
    |მსგავსი სიახლეები|მსგავსი სტატიები|დაკავშირებული სტატიები|დაკავშირებული სიახლეები|სხვა სიახლეები|ასევე იხილეთ
    |ასევე წაიკითხეთ|წაიკითხეთ ასევე|ბოლო სიახლეები|ბოლო ამბები|უახლესი სიახლეები|პოპულარული|ყველაზე კითხვადი
    |ყველაზე პოპულარული|რეკომენდებული|კომენტარები|კომენტარის დატოვება|დატოვე კომენტარი|ავტორის შესახებ|ავტორი
    |ჩვენ შესახებ|ჩვენს შესახებ|პროექტის შესახებ|კონტაქტი|გამოიწერეთ|გამოწერა|სიახლეების გამოწერა|გაზიარება|გააზიარე
    |ამინდი|ვალუტის კურსი|ვალუტა|კალენდარი|არქივი|ძებნა|გამოკითხვა|შესვლა|წინა სტატია|შემდეგი სტატია
    |похожие новости|похожие статьи|похожие материалы|материалы по теме|по теме|читайте также|смотрите также
    |другие новости|последние новости|свежие новости|новости по теме|ещё по теме|популярное|самое популярное
    |самое читаемое|популярные новости|рекомендуем|комментарии|оставить комментарий|добавить комментарий|об авторе
    |об авторах|о нас|о проекте|контакты|рассылка|подписка|подпишитесь на рассылку|подпишитесь на нашу рассылку
    |поделиться|погода|курс валют|курсы валют|календарь|архив|поиск|опрос|вход|предыдущая статья
    |следующая статья|поддержать нас|лента новостей
    """.replace("\n", "").split("|")
)

#: Labels of advertisements.
ADVERTS = frozenset(
    "advertisement|advertisements|advertising|advert|ad|ads|sponsored|sponsored content|sponsored by|paid content"
    "|paid post|partner content|promoted|promotion|რეკლამა|სარეკლამო|სარეკლამო განცხადება|სპონსორი|реклама"
    "|на правах рекламы|рекламный блок|рекламное объявление|спонсор|партнёрский материал|партнерский материал"
    "|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|reklama|reklam|annonce".split("|")
)

#: How lines begin that stand in a text and are no part of it.
_LEAD_INS = re.compile(
    r"(?:read (?:more|also|next)|also read|see also|related|more|more on this|don['’]t miss|recommended|sign up"
    r"|subscribe|click here|follow (?:us|@)|share this|photo(?:graph)?(?: by)?|image(?: credit)?|picture|credit"
    r"|getty images|source|copyright|all rights reserved|advertisement|sponsored|реклама|რეკლამა|posted in"
    r"|filed under|tags?|topics"
    r"|categories|this article was|читайте (?:также|ещё|еще)|смотрите также|подписывайтесь|подпишитесь|фото"
    r"|источник|теги|метки|рубрика|все права|ასევე (?:იხილეთ|წაიკითხეთ)|წაიკითხეთ ასევე|გამოიწერეთ|ფოტო|წყარო"
    r"|ტეგები?|ყველა უფლება|lesen sie auch|mehr zum thema|lire aussi|à lire aussi|lee también|leia também"
    r"|leggi anche|czytaj też)\s*(?:[:：»>|–-]|$)"
    r"|©|\(c\)\s?\d|all rights reserved|getty images|sign up (?:for|to)|subscribe (?:to|now)|follow us on"
    r"|follow \w+ on|click here to|read more\b|continue reading|rate this (?:article|post|page)|loading comments"
    r"|please enable javascript|found a (?:typo|mistake)|spotted a (?:typo|mistake)"
    r"|подп(?:исывайтесь|ишитесь) на (?:наш|нас)"
    r"|нашли (?:ошибку|опечатку)|заметили (?:ошибку|опечатку)|читайте нас в|გამოგვყევი|გამოიწერეთ ჩვენი"
    r"|(?:photo|image|picture|фото|ფოტო)\s?\d+\s?(?:of|/|из|-დან)\s?\d+$",
    re.IGNORECASE,
)

_BESIDE_EACH_OTHER = re.compile(r"\s*[|•·/]\s*")
#: “Comments (3)”, “3 comments”; an ending is the language's own.
_COMMENTS = re.compile(
    r"comments?|კომენტარები|комментарии|\d+ (?:comments?|კომენტარ\w+|комментари\w+)"
    r"|(?:comments|კომენტარ\w+|комментари\w+)[ :(]+\d+\)?"
)
_TRIM = " \t.:;,|/«»<>‹›←→↑↓⟵⟶\\-–—•·*+()[]#&"


def is_furniture(text: str) -> bool:
    """Whether a whole line is a button, a link back or a label, also where it is doubled or has an arrow.

    >>> is_furniture("Go BackGo Back"), is_furniture("« უკან"), is_furniture("Back in Tbilisi, talks went on.")
    (True, True, False)
    """
    if len(text) > 80:
        return False
    return _is_furniture(text)


@lru_cache(maxsize=8192)
def _is_furniture(text: str) -> bool:
    line = clean(text).casefold()
    if line in FURNITURE or undouble(line).strip(_TRIM) in FURNITURE or not any(c.isalnum() for c in line):
        return True
    return is_counter(line) or _is_row_of_links(line)


def _is_row_of_links(line: str) -> bool:
    """Whether a line is several buttons or counters side by side: “Print | E-mail | 5 views”."""
    parts = [part.strip(_TRIM) for part in _BESIDE_EACH_OTHER.split(line)]
    return len(parts) > 1 and all(part in FURNITURE or is_counter(part) for part in parts if part)


def leads_away(text: str) -> bool:
    """Whether a line points to something other than the text it stands in: “Read also: …”, a credit, a copyright."""
    return len(text) < 250 and _LEAD_INS.match(text) is not None


def labels_advert(text: str) -> bool:
    """Whether a whole line says that an advertisement stands there.

    >>> labels_advert("- Advertisement -"), labels_advert("რეკლამა"), labels_advert("Advertising is dear")
    (True, True, False)
    """
    return len(text) < 40 and undouble(text).casefold().strip(_TRIM) in ADVERTS


def ends_text(text: str) -> bool:
    """Whether a line comes after a text: a link back, a heading of related articles or comments."""
    return len(text) < 60 and undouble(text).casefold().strip(_TRIM) in ENDS


@lru_cache(maxsize=8192)  # a site's menus are on each of its pages
def heads_box(text: str) -> bool:
    """Whether a line is the label of a box beside a text: related articles, comments, a form.

    >>> heads_box("3 Comments"), heads_box("ყველაზე კითხვადი"), heads_box("What comes next")
    (True, True, False)
    """
    if len(text) >= 60:
        return False
    line = undouble(text).casefold().strip(_TRIM)
    return line in BOXES or _COMMENTS.fullmatch(line) is not None


def heads_comments(text: str) -> bool:
    """Whether a line is the heading of readers' comments.

    >>> heads_comments("Comments (3)"), heads_comments("3 კომენტარი"), heads_comments("Comments on the law")
    (True, True, False)
    """
    return len(text) < 60 and _COMMENTS.fullmatch(undouble(text).casefold().strip(_TRIM)) is not None


def leads_on(text: str) -> bool:
    """Whether a link says “Read more”, in whatever words: it follows a teaser."""
    return undouble(text).casefold().strip(_TRIM) in READ_MORE
