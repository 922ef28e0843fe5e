"""The words that notices are made of, in the languages of the sources and a few more."""

from __future__ import annotations

#: Words by what they do in a notice; `*` stands for any ending.
#: `offer` says that a text can be had, `publish` that it was made public, `invite` asks to read it, `only` where
#: alone it is: each makes a sentence a notice. `absent` says that it is not here, as `deny` does together with any of
#: these or with a `rendering` or `translation` (“no English version”). `exist` makes a notice of a sentence whose
#: `subject` is the text: that a translation exists is said where the text is. `pending` says that a version is still
#: to come, as `ready` does together with `deny`; `translating` says both that and what. `also` says that the text is
#: here too. `place` stands before or behind a language that something is in. `filler` may stand in a notice.
WORDS: dict[str, str] = {
    "offer": "available accessible readable disponible disponibles disponibile disponível disponíveis verfügbar"
    " erhältlich ხელმისაწვდომ* ხელმისაწვდომია ხელმისაწვდომი доступ* доступна доступен доступно"
    " mevcut mevcuttur mövcuddur beschikbaar dostępny dostępna dostępne հասանելի",
    "publish": "published написан* написано опубликован* გამოქვეყნებულია იკითხება հրապարակված",
    "invite": "read see view чита* прочита* წაიკითხეთ იხილეთ იხილოთ lesen lire leer leggi oku okuyun կարդալ կարդացեք",
    "only": "only exclusively nur ausschließlich seulement uniquement solamente sólo solo apenas somente soltanto"
    " მხოლოდ только лише тільки исключительно sadece yalnızca yalnız alleen tylko միայն",
    "exist": "exists exist есть имеется существует არსებობს",
    "absent": "unavailable inaccessible недоступ* отсутству* missing indisponible nicht-verfügbar",
    "deny": "not no isn't nicht pas no non не нет არ არა ვერ without yok değil niet nie kein keine չկա չէ",
    "rendering": "version versions edition editions ვერსია ვერსიით версия версии версию версія",
    "translation": "translation translations translated თარგმანი თარგმანის ნათარგმნი თარგმნილი перевод перевода"
    " переведен* переведён* переклад übersetzung traduction traducción",
    "translating": "переводится переводят ითარგმნება перекладається",
    "pending": "progress underway preparation prepared coming soon will being later готовится готовят подготовке"
    " процессе скоро вскоре появится будет позже მზადდება მალე დაემატება გამოჩნდება განთავსდება იქნება მიმდინარეობს"
    " მომზადების პროცესში პროცესშია готується незабаром demnächst bientôt prochainement próximamente yakında",
    "ready": "ready finished complete готов готова готово მზადაა",
    "subject": "article artical text entry post სტატია სტატიის ტექსტი ტექსტის მასალა მასალის პუბლიკაცია პუბლიკაციის"
    " статья статьи статью статьей текст текста материал материала публикация публикации запись записи стаття"
    " статті",
    "place": "in into на в по auf en em ენაზე ენებზე ენა мовою мові",
    "also": "also too additionally originally initially first ასევე აგრეთვე თავდაპირველად также тоже также"
    " изначально впервые також auch ebenfalls aussi également también também anche նաև",
    "filler": "a an the this that these it its is are was be been has have into on at of for to and"
    " or but by as please sorry unfortunately currently now yet still just full original whole"
    " our articles texts entries posts page pages content"
    " publication material item news story review interview blog analysis language languages find following"
    " more report paper brief comment commentary"
    " sake viewer convenience shown below alternative you may click here link switch active go"
    " სტატიები ინფორმაცია გვერდი გვერდის ჩანაწერი სიახლე"
    " პოსტი ენების და ან ეს აღნიშნული მოცემული ამ არის სრული სრულად"
    " ორიგინალი გთხოვთ ბოდიში სამწუხაროდ შეგიძლიათ тексты"
    " материалы страница новость этот эта эту это эти данная данный данное"
    " и или язык языке языках языка полн* целиком извините сожалению к пока"
    " ещё еще оригинал матеріал ця цей мова вибачте сторінка та і й der"
    " die das dieser diese dieses artikel beitrag eintrag seite inhalt ist sind und oder leider"
    " derzeit sprache cet cette ce entrée texte contenu est sont et ou désolé malheureusement"
    " langue este esta artículo entrada texto contenido página está están y o lo siento"
    " lamentablemente idioma desculpe conteúdo artigo só e ci spiace questo articolo contenuto è"
    " pagina lingua bu makale yazı içerik dilinde maalesef üzgünüz məqalə dilindədir dilində deze dit"
    " bericht het ten w języku artykuł jest հոդված* նյութ* տեքստ* լեզվով էջ* ցավոք այս է",
}
