"""Words that label parts of a listing, as data: confirming signals, in many languages."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.normalise.text import undouble

#: Words of a class name or id that mark what surrounds the content.
CHROME = re.compile(
    r"(?<![a-z])(?:nav(?:bar|igation)?|(?:main|sub|top|side|mega|drop(?:down)?)-?_?(?:menu|nav)|menu|bread-?_?crumbs?"
    r"|footer|side-?_?bar|widget|related|also-?_?like|recommend(?:ed|ations)?|popular|trending|most-?_?(?:read|viewed)"
    r"|share|sharing|social|cookies?|lang(?:uages?)?(?:-?_?switch(?:er)?)?|pag(?:ination|er|enavi)|comments?|slider"
    r"|slides?how|carousel|ticker|tag-?_?cloud|adverts?|banner|modal|popup)(?![a-z])",
    re.IGNORECASE,
)
CHROME_ROLES = frozenset(
    ("navigation", "contentinfo", "complementary", "search", "menu", "menubar", "banner", "dialog")
)

_READ_MORE = """
more|read more|read on|read full|read it|read now|read article|read the article|read full article
|read full story|read full text|read full post|read the rest|read the full article|read the full story
|read the full text|read the full post|read the rest of this entry|read the rest of this article
|read the rest of this post|read story|read post|full story|full article|full text|full version|continue
|continue reading|keep reading|learn more|see more|see full|find out more|view more|view|view article
|view post|view full|view details|details|more details|more info|more information|open|in full|go to article
|discover more|show more|expand|link|here|click here|permalink|info|სრულად|ვრცლად|მეტი|მეტის ნახვა
|სრულად ნახვა|სრულად წაკითხვა|წაიკითხე სრულად|წაიკითხეთ სრულად|წაიკითხე|წაიკითხეთ|წაიკითხე მეტი
|წაიკითხეთ მეტი|დაწვრილებით|გაგრძელება|ვრცლად ნახვა|იხილეთ სრულად|იხილე მეტი|იხილეთ მეტი|გაიგე მეტი|წაკითხვა
|დეტალურად|ნახვა|იხილეთ ვრცლად|განაგრძეთ კითხვა|კითხვის გაგრძელება|читать|читать далее|читать дальше
|читать полностью|читать больше|читать статью|читать новость|читать всё|читать все|читать ещё|подробнее
|подробно|подробности|далее|дальше|узнать больше|узнать подробнее|продолжить чтение|полностью|полный текст
|смотреть полностью|ещё|еще|больше|читати|читати далі|читати більше|читати повністю|детальніше|докладніше
|далі|дізнатися більше|чытаць далей|падрабязней|weiter|weiterlesen|mehr|mehr lesen|lesen|mehr erfahren
|mehr dazu|zum artikel|ganzen artikel lesen|artikel lesen|beitrag lesen|details anzeigen|jetzt lesen
|vollständig lesen|lire|lire la suite|lire plus|en savoir plus|suite|la suite|voir plus|lire l’article
|lire l'article|plus|continuer la lecture|plus d’infos|plus d'infos|plus d’info|leer|leer más|leer mas
|ver más|ver mas|más|más información|seguir leyendo|continuar leyendo|sigue leyendo|leer artículo|saber más
|leer noticia|leer el artículo|leggi|leggi tutto|leggi di più|continua|continua a leggere|scopri di più
|approfondisci|leggi l’articolo|leggi l'articolo|continua la lettura|ler|ler mais|leia mais|saiba mais
|continuar lendo|continue lendo|continuar a ler|ver mais|continue a ler|mais|ler artigo|lees|lees meer
|lees verder|meer|meer lezen|verder lezen|lees artikel|meer informatie|więcej|czytaj|czytaj więcej
|czytaj dalej|zobacz więcej|dowiedz się więcej|całość|více|číst více|číst dál|číst dále|celý článek|čítať
|čítať viac|viac|čítať ďalej|citește|citește mai mult|citeşte mai mult|citește mai departe|citeste mai mult
|mai mult|mai multe|detalii|află mai multe|tovább|bővebben|részletek|elolvasom|tovább olvasom|olvass tovább
|tovább olvasás|прочети|прочети повече|виж повече|прочетете|прочетете още|още|повече|опширније|детаљније
|више|прочитај више|повеќе|прочитај повеќе|više|opširnije|pročitaj više|pročitajte više|saznaj više
|detaljnije|preberi več|več|nastavi čitati|devamı|devamını oku|daha fazla|oku|detay|detaylar|devamı için
|haberin devamı|devam et|devamini oku|ətraflı|davamı|daha çox|oxu|davamını oxu|ավելին|կարդալ|կարդալ ավելին
|մանրամասն|շարունակել|περισσότερα|διαβάστε περισσότερα|διαβάστε|συνέχεια|δείτε περισσότερα
|διάβασε περισσότερα|συνεχίστε την ανάγνωση|läs mer|läs vidare|läs hela|mer|les mer|les videre|læs mere
|læs videre|mere|lue lisää|lue|jatka lukemista|loe edasi|loe rohkem|lasīt vairāk|lasīt tālāk|vairāk
|skaityti daugiau|skaityti|daugiau|plačiau|المزيد|اقرأ المزيد|قراءة المزيد|إقرأ المزيد|أكمل القراءة|تفاصيل
|التفاصيل|ادامه|ادامه مطلب|بیشتر|ادامه خبر|بیشتر بخوانید|קרא עוד|המשך|עוד|המשך קריאה|להמשך קריאה|और पढ़ें
|आगे पढ़ें|अधिक पढ़ें|विस्तार से पढ़ें|বিস্তারিত|আরও পড়ুন|阅读更多|阅读全文|更多|详情|查看详情|查看更多
|全文|继续阅读|閱讀更多|繼續閱讀|閱讀全文|詳細|続きを読む|もっと見る|もっと読む|続き|詳しくはこちら
|記事を読む|더 보기|더보기|자세히 보기|자세히|계속 읽기|xem thêm|đọc tiếp|chi tiết|xem chi tiết|đọc thêm
|baca|baca selengkapnya|selengkapnya|lebih lanjut|baca lagi|baca juga|อ่านต่อ|อ่านเพิ่มเติม|soma zaidi
|shiko më shumë|lexo më shumë|më shumë|batafsil|толығырақ|кененирээк
"""
#: Words that lead from a teaser to its article.
READ_MORE = frozenset(w.strip() for w in _READ_MORE.replace("\n", "").split("|"))

_BEGINS_READ_MORE = re.compile(
    r"(?:read (?:the )?(?:more|full|rest|article)|continue reading|keep reading|more on|more about"
    r"|читать (?:далее|дальше|полностью)|weiterlesen|lire la suite|leer más|seguir leyendo|continuar leyendo"
    r"|leggi tutto|continua a leggere|leia mais|continue lendo|lees (?:meer|verder)|czytaj (?:więcej|dalej)"
    r"|citește|devamını oku|läs mer|les mer|læs mere|lue lisää|διαβάστε|اقرأ المزيد|ادامه مطلب|続きを読む"
    r"|继续阅读|阅读全文)\b"
)
#: A label is no longer than this (it may be said twice).
_LABEL = 64
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A label without case, doubling, and the arrows, dots and brackets around it.

    >>> bare("Read more…Read more…"), bare("[ Continue → ]"), bare("« Older posts")
    ('read more', 'continue', 'older posts')
    """
    text = _EDGE.sub("", undouble(text)).casefold()
    return undouble(text) if len(text) > 3 else text


def is_read_more(text: str) -> bool:
    """Whether a link's text says no more than “there is more of this”.

    >>> is_read_more("Read moreRead more"), is_read_more("Подробнее »"), is_read_more("More sanctions announced")
    (True, True, False)
    """
    if len(text) > _LABEL:
        return len(text) <= 200 and _BEGINS_READ_MORE.match(text[:_LABEL].casefold().lstrip(" \n[(«→>-–")) is not None
    return _is_read_more(text)


@lru_cache(maxsize=8192)
def _is_read_more(text: str) -> bool:
    label = bare(text)
    return label in READ_MORE or _BEGINS_READ_MORE.match(label) is not None


_NEXT = """
next|next page|next »|next entries|next posts|go to next page|next results|next set|forward|nächste
|nächste seite|weiter|vor|vorwärts|nächsten|suivant|suivante|page suivante|suivants|siguiente
|página siguiente|siguientes|pagina siguiente|sig|avanti|successivo|successiva|pagina successiva|prossima
|prossimo|seguente|próximo|próxima|próxima página|seguinte|página seguinte|proximo|avançar|volgende
|volgende pagina|verder|następna|następne|następny|następna strona|dalej|další|další strana|následující
|ďalšie|ďalej|ďalšia|nasledujúca|următoarea|următor|următorul|înainte|pagina următoare|urmatoarea|következő
|következő oldal|tovább|следваща|следващи|напред|следваща страница|следећа|sledeća|sljedeća|sledeće|sljedeće
|naslednja|naprej|dalje|iduća|следующая|следующая страница|следующие|следующий|вперед|вперёд|далее|дальше
|след|наступна|наступна сторінка|далі|наступні|наступная|შემდეგი|შემდეგი გვერდი|მომდევნო|მომდევნო გვერდი|წინ
|sonraki|sonraki sayfa|ileri|növbəti|sonrakı|irəli|հաջորդ|հաջորդը|առաջ|επόμενη|επόμενο|επόμενα
|επόμενη σελίδα|nästa|nästa sida|neste|neste side|næste|næste side|seuraava|seuraava sivu|järgmine|edasi
|nākamā|nākamais|tālāk|kitas|kitas puslapis|toliau|tolesnis|التالي|التالية|الصفحة التالية|بعدی|صفحه بعد|بعد
|הבא|לעמוד הבא|अगला|अगला पृष्ठ|পরবর্তী|下一页|下一頁|下页|后页|次へ|次|次のページ|次ページ|次の記事一覧|다음
|다음 페이지|다음페이지|trang sau|tiếp|tiếp theo|sau|selanjutnya|berikutnya|halaman berikutnya|ถัดไป
|หน้าถัดไป|tjetra|keyingi|келесі
"""
#: Words of the link to the next page.
NEXT = frozenset(w.strip() for w in _NEXT.replace("\n", "").split("|"))

_OLDER = """
older|older posts|older entries|older articles|older stories|older news|older post|previous entries
|previous posts|previous articles|earlier posts|earlier|more posts|more entries|ältere beiträge
|ältere artikel|ältere einträge|ältere|vorherige beiträge|articles plus anciens|articles précédents
|anciens articles|messages plus anciens|plus anciens|entradas anteriores|entradas antiguas
|entradas más antiguas|artículos anteriores|más antiguas|posts más antiguos|articoli precedenti
|articoli meno recenti|post più vecchi|vecchi articoli|posts antigos|postagens mais antigas
|publicações mais antigas|posts anteriores|artigos mais antigos|mais antigos|oudere berichten|oudere
|vorige berichten|starsze wpisy|starsze posty|starsze|poprzednie wpisy|starší příspěvky|staršie príspevky
|starší|articole mai vechi|postări mai vechi|régebbi bejegyzések|korábbi bejegyzések|по-стари публикации
|стари постове|starije|stariji postovi|starije objave|старији чланци|старые записи|более старые записи
|предыдущие записи|ранее|старее|раньше|более ранние|старіші записи|попередні записи|старіші|უფრო ძველი
|ძველი პოსტები|ძველი სტატიები|ადრინდელი|ძველი ჩანაწერები|eski yazılar|daha eski|önceki yazılar
|eski gönderiler|daha eski yayınlar|παλαιότερα|παλαιότερα άρθρα|παλιότερες αναρτήσεις|παλαιότερες αναρτήσεις
|äldre inlägg|äldre|eldre innlegg|ældre indlæg|vanhemmat|vanhemmat artikkelit|vanemad postitused
|vecāki ieraksti|senesni įrašai|المقالات الأقدم|مقالات أقدم|نوشته‌های قدیمی‌تر|הודעות קודמות|पुराने पोस्ट
|पुरानी पोस्ट|较旧的文章|旧文章|较早的文章|過去の投稿|古い投稿|前の記事一覧|이전 글|bài cũ hơn
|postingan lama|pos-pos lama
"""
#: Words of the link to older items, which leads forward in a listing that has the newest first.
OLDER = frozenset(w.strip() for w in _OLDER.replace("\n", "").split("|"))

_LOAD_MORE = """
load more|show more|more news|more results|more stories|more articles|view more|see more|load more posts
|load more articles|more posts|load older posts|show more results|see older|mehr laden|mehr anzeigen
|weitere laden|weitere artikel|charger plus|afficher plus|voir plus|plus d’articles|plus d'articles
|cargar más|mostrar más|ver más|más noticias|carica altro|carica altri|mostra altri|mostra altro
|carregar mais|mostrar mais|ver mais|meer laden|toon meer|meer tonen|pokaż więcej|załaduj więcej
|načíst další|zobrazit více|încarcă mai multe|több betöltése|зареди още|učitaj više|učitaj još|показать ещё
|показать еще|загрузить ещё|загрузить еще|больше новостей|ещё новости|еще новости|показать больше
|показати ще|завантажити ще|більше новин|მეტის ნახვა|მეტის ჩვენება|მეტის ჩატვირთვა|მეტი სიახლე|ჩატვირთე მეტი
|მეტი|daha fazla göster|daha fazla yükle|daha çox|daha çox göstər|ավելի շատ|περισσότερα|φόρτωση περισσότερων
|visa fler|ladda fler|vis flere|last inn flere|indlæs flere|näytä lisää|lataa lisää|laadi veel|rādīt vairāk
|rodyti daugiau|تحميل المزيد|عرض المزيد|المزيد|نمایش بیشتر|טען עוד|הצג עוד|और देखें|加载更多|查看更多
|显示更多|载入更多|もっと見る|もっと読む|더 보기|더보기|xem thêm|tải thêm|muat lebih banyak|lihat lainnya
"""
#: Words of a link that adds items below.
LOAD_MORE = frozenset(w.strip() for w in _LOAD_MORE.replace("\n", "").split("|"))

#: Words of the link to the page before, or to newer items.
PREVIOUS = frozenset(
    w.strip()
    for w in """
prev|previous|previous page|back|newer|newer posts|newer entries|newer articles|next entries ←|zurück
|vorherige|vorige|précédent|précédente|page précédente|anterior|anteriores|página anterior|precedente
|indietro|vorige pagina|poprzednia|poprzedni|poprzednie|wstecz|předchozí|predchádzajúca|înapoi|precedenta
|előző|предишна|назад|предыдущая|предыдущая страница|претходна|prethodna|попередня|წინა|წინა გვერდი|უკან
|önceki|geri|əvvəlki|նախորդ|προηγούμενη|προηγούμενα|föregående|forrige|edellinen|eelmine|iepriekšējā
|ankstesnis|السابق|السابقة|قبلی|הקודם|पिछला|上一页|上一頁|前へ|前|前のページ|이전|trang trước|sebelumnya
|ก่อนหน้า|neuere beiträge|articles plus récents|entradas más recientes|articoli più recenti
|posts mais recentes|nieuwere berichten|nowsze wpisy|более новые записи|новые записи|新しい投稿|新しい記事
""".replace("\n", "").split("|")
)

#: Labels before a tag's name: “ტეგი: Tskhinvali Region”, “Posts tagged x”.
TAG_LABELS = tuple(
    w.strip()
    for w in """
tag archives|tag archive|tags archive|archive for tag|archives for tag|archive for the tag|posts tagged with
|posts tagged as|posts tagged|articles tagged with|articles tagged|entries tagged with|entries tagged
|items tagged with|items tagged|news tagged with|news tagged|stories tagged|tagged with|tagged as|tagged in
|tagged|browsing tag|all posts tagged|all posts in tag|posts with tag|by tag|tag name|tag page|tags|tag
|keywords|keyword|topics|topic|hashtag|category archives|category archive|archive for category
|archive for the category|posts in category|browsing category|category|archives|archive|ტეგის არქივი|ტეგები
|ტეგი|თეგები|თეგი|თაგი|თემები|თემა|საკვანძო სიტყვები|საკვანძო სიტყვა|კატეგორია|რუბრიკა|არქივი|архив по тегу
|архив тега|архив метки|архив по метке|записи с тегом|записи с меткой|статьи с тегом|материалы с тегом
|материалы по тегу|материалы по теме|новости по тегу|новости по теме|публикации с тегом|теги|тег|метки|метка
|тэг|тэги|ключевые слова|ключевое слово|темы|тема|рубрика|категория|архив рубрики|архів позначки
|записи з позначкою|записи з тегом|позначка|позначки|категорія|цэтлік|тэгі|schlagwort-archiv
|schlagwort-archive|schlagwortarchiv|beiträge mit dem schlagwort|artikel mit dem schlagwort|schlagwörter
|schlagwort|stichwort|stichworte|thema|themen|kategorie|archives par mot-clé|archives du mot-clé
|archives par étiquette|articles avec le mot-clé|articles tagués|articles étiquetés|mots-clés|mot-clé
|étiquettes|étiquette|thème|sujet|catégorie|archivo de la etiqueta|archivo de etiqueta
|entradas etiquetadas con|entradas etiquetadas|artículos etiquetados|etiquetas|etiqueta|tema|temas
|palabra clave|categoría|archivi tag|archivio tag|articoli con tag|articoli taggati|post con tag|etichetta
|etichette|argomento|parola chiave|categoria|arquivo da tag|arquivo da etiqueta|posts com a tag
|posts marcados|artigos com a etiqueta|marcador|palavra-chave|assunto|tag archief|tagarchief
|berichten met tag|artikelen met tag|trefwoord|trefwoorden|onderwerp|categorie|archiwum tagu|archiwa tagu
|archiwum tagów|wpisy z tagiem|tagi|temat|słowo kluczowe|kategoria|archiv štítku|archiv značky|štítek|štítky
|klíčové slovo|značka|štítok|téma|rubrika|etichete|etichetă|arhiva etichetei|arhivă etichetă|cuvinte cheie
|címke|címkék|címkearchívum|kulcsszó|етикет|етикети|архив за етикет|ознака|ознаке|oznaka|oznake
|arhiva oznake|ključna riječ|тагови|etiket arşivi|etiket arşivleri|etiketler|etiket|etiketlenen yazılar|konu
|teq|teqlər|etiketli|պիտակ|պիտակներ|թեմա|հեշթեգ|ετικέτα|ετικέτες|αρχείο ετικέτας|αρχεία ετικέτας|θέμα
|etikett|etiketter|taggar|tagg|arkiv för etikett|ämne|stikkord|emne|emneord|avainsana|avainsanat|tunnisteet
|asiasana|avainsana-arkisto|silt|sildid|märksõna|birka|birkas|tēma|žyma|žymos|archyvas|الوسم|وسم|الوسوم
|أرشيف الوسم|كلمات مفتاحية|الكلمات المفتاحية|برچسب|برچسب‌ها|بایگانی برچسب|תגית|תגיות|ארכיון תגית|टैग|ট্যাগ
|标签|标签归档|标签存档|標籤|關鍵字|タグ|タグアーカイブ|キーワード|태그|thẻ|từ khóa|chủ đề|arsip tag
|kata kunci|แท็ก|etiketa|тегтер|teglar
""".replace("\n", "").split("|")
    if w.strip()
)

_META = re.compile(
    r"""(?:posted|published|written|updated|added|filed\ under|tagged|tags?|category|categories|comments?|views?
    |shares?|leave\ a\ comment|no\ comments?|автор|опубликовано|рубрик[аи]|категори[яи]|теги?|метки
    |комментари\w*|просмотр\w*|ავტორი|გამოქვეყნდა|ტეგ(?:ი|ები)|კატეგორია|კომენტარ\w*|ნახვა|von
    |veröffentlicht|kategorie|schlagwörter|kommentare?|publié|catégorie|publicado|categoría|etiquetas?
    |comentarios?|categoria|comentários?|pubblicato|commenti)\b[^.!?]{0,60}$
    |\(?\d[\d., ]*k?\)?\s*(?:comments?|views?|likes?|shares?|reads?|min(?:utes?)?(?:\ read)?|комментари\w*
    |просмотр\w*|კომენტარ\w*|ნახვა|წთ|мин\w*)?$
    |(?:share|print|email|like|tweet|facebook|twitter|pinterest|telegram|whatsapp|linkedin|поделиться
    |გაზიარება|teilen|partager|compartir)$
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_meta(text: str) -> bool:
    """Whether a short line tells of a text rather than being one: who, filed where, how often read.

    >>> is_meta("Posted by admin"), is_meta("3 comments"), is_meta("Comments on the law were heard.")
    (True, True, False)
    """
    return len(text) <= 90 and _META.match(text) is not None
