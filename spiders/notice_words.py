"""The words that notices are made of, in the languages of the sources and a few more."""

from __future__ import annotations

#: Words by what they do in a notice; `*` stands for any ending.
#: `offer` says that a text can be had, `publish` that it was made public, `invite` asks to read it, `only` where
#: alone it is: each makes a sentence a notice. `absent` says that it is not here, as `deny` does together with any of
#: these or with a `rendering` (“no English version”). `also` says that the text is here too. `filler` may stand in it.
WORDS: dict[str, str] = {
    "offer": "available accessible readable disponible disponibles disponibile disponível disponíveis verfügbar"
    " erhältlich ხელმისაწვდომ* ხელმისაწვდომია ხელმისაწვდომი доступ* доступна доступен доступно"
    " mevcut mevcuttur mövcuddur beschikbaar dostępny dostępna dostępne հասանելի",
    "publish": "published написан* написано опубликован* გამოქვეყნებულია იკითხება հրապարակված",
    "invite": "read see view чита* прочита* წაიკითხეთ იხილეთ იხილოთ lesen lire leer leggi oku okuyun կարդալ կարդացեք",
    "only": "only exclusively nur ausschließlich seulement uniquement solamente sólo solo apenas somente soltanto"
    " მხოლოდ только лише тільки исключительно sadece yalnızca yalnız alleen tylko միայն",
    "absent": "unavailable недоступ* отсутству* missing indisponible nicht-verfügbar",
    "deny": "not no isn't nicht pas no non не нет არ არა ვერ without yok değil niet nie kein keine չկա չէ",
    "rendering": "version versions edition editions translation translations translated ვერსია ვერსიით თარგმანი"
    " ნათარგმნი თარგმნილი версия версии версию перевод перевода переведен* версія переклад übersetzung"
    " traduction traducción",
    "also": "also too additionally originally initially first ასევე აგრეთვე თავდაპირველად также тоже также"
    " изначально впервые також auch ebenfalls aussi également también também anche նաև",
    "filler": "a an the this that these it its is are was be been being has have in into on at of for to and"
    " or but by as please sorry unfortunately currently now yet still just full original whole"
    " complete our article articles artical text texts entry entries post posts page pages content"
    " publication material item news story review interview blog analysis language languages find following"
    " more report paper brief comment commentary"
    " sake viewer convenience shown below alternative you may click here link switch active go სტატია სტატიის"
    " სტატიები ტექსტი ტექსტის მასალა მასალის პუბლიკაცია ინფორმაცია გვერდი გვერდის ჩანაწერი სიახლე"
    " პოსტი ენაზე ენა ენების ენებზე და ან ეს აღნიშნული მოცემული ამ არის სრული სრულად"
    " ორიგინალი გთხოვთ ბოდიში სამწუხაროდ შეგიძლიათ статья статьи статьей статью текст тексты материал"
    " материалы публикация запись записи страница новость этот эта эту это эти данная данный данное на в"
    " и или язык языке языках языка полн* целиком извините сожалению к пока"
    " ещё еще оригинал по стаття матеріал ця цей мовою мові мова вибачте сторінка та і й der"
    " die das dieser diese dieses artikel beitrag eintrag seite inhalt ist sind auf und oder leider"
    " derzeit sprache cet cette ce entrée texte contenu est sont en et ou désolé malheureusement"
    " langue este esta artículo entrada texto contenido página está están y o lo siento"
    " lamentablemente idioma desculpe conteúdo artigo só em e ci spiace questo articolo contenuto è"
    " pagina lingua bu makale yazı içerik dilinde maalesef üzgünüz məqalə dilindədir dilində deze dit"
    " bericht het ten w języku artykuł jest հոդված* նյութ* տեքստ* լեզվով էջ* ցավոք այս է",
}
