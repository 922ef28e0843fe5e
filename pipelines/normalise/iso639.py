"""The codes of languages: ISO 639-1 (two letters) and ISO 639-3 (three), as BCP 47 uses them (RFC 5646, section 2.2.1).

A language that has a code of two letters is written with that one, any other with its three letters.
"""

from __future__ import annotations

from functools import cache

#: Every language with a code of two letters, and its codes of three (ISO 639-2: one or two of them).
_TWO_LETTERS = (
    "aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bi:bis "
    "bm:bam bn:ben bo:bod/tib br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces/cze cu:chu cv:chv cy:cym/wel "
    "da:dan de:deu/ger dv:div dz:dzo ee:ewe el:ell/gre en:eng eo:epo es:spa et:est eu:baq/eus fa:fas/per ff:ful "
    "fi:fin fj:fij fo:fao fr:fra/fre fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo "
    "hr:hrv ht:hat hu:hun hy:arm/hye hz:her ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:ice/isl it:ita iu:iku "
    "ja:jpn jv:jav ka:geo/kat kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom "
    "kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mao/mri mk:mac/mkd "
    "ml:mal mn:mon mr:mar ms:may/msa mt:mlt my:bur/mya na:nau nb:nob nd:nde ne:nep ng:ndo nl:dut/nld nn:nno no:nor "
    "nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run "
    "ro:ron/rum ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag sh:hbs si:sin sk:slk/slo sl:slv sm:smo sn:sna so:som "
    "sq:alb/sqi sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn "
    "to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho "
    "yi:yid yo:yor za:zha zh:chi/zho zu:zul"
)
#: Every other language: the first two letters of codes, and each third letter that makes one with them.
_THREE_LETTERS = (
    "aa:abcdefghiklnopqstuwxz ab:abcdefghijlmnopqrstuvwxyz ac:abdefhiklmnpqrstuvwxyz ad:abdefghijlnoqrstuwxyz "
    "ae:abcdeklmnqrsuwyz af:bdeghiknopstuz ag:abcdefghijklmnoqrstuvwxyz ah:abghiklmnoprst ai:abcdefghijklmnopqrtwxy "
    "aj:aginpsuwz ak:bcdefghijklmopqrstuvwxyz al:acdefhijklmnopqrstuwxyz am:abcefgijklmnopqrstuvwxyz "
    "an:abcdefghijklmnopqrstuvwxyz ao:abcdefgijklmnrstuxz ap:bcdefghijklmnopqrstuvwxyz aq:cdgkmnprtz "
    "ar:bcdehijklnopqrsuvwxyz as:abcefghijklnopqrstuvwxyz at:abcdegijklmnopqrstuvwxyz au:abcdghijklmnopqrtuwxyz "
    "av:bdiklmnostuv aw:abceghikmnorstuvwxy ax:begklmx ay:abcdeghiklnopqrstuz az:abdgjmnotz ba:abcefghjlnoprsuvwxy "
    "bb:abcdefghijklmnopqrstuvwxy bc:abcdefghijklmnopqrstuvwyz bd:abcdefghijklmnopqrstuvwxyz "
    "be:abcdefghijkmopqstuvwxyz bf:abcdefghijklmnopqrstuwxyz bg:abcdefgijklnopqrstuvwxyz bh:abcdefghijlmnopqrstuvwxyz "
    "bi:abdefgklmnopqrtuvwxyz bj:abcefghijklmnoprstuvwxyz bk:acdfghijklmnopqrstuvwxyz bl:abcdefhijklmnopqrstvwxyz "
    "bm:abcdefghijklmnopqrstuvwxz bn:abcdefgijklmnopqrsuvwxyz bo:abefghijklmnopqrtuvwxyz bp:acdeghijklmnopqrstuvwxyz "
    "bq:abcdfghijklmnopqrstuvwxyz br:abcdfghijklmnopqrstuvwxyz bs:abcefghijklmnopqrstuvwxy bt:acdefghijmnopqrstuvwxyz "
    "bu:abcdefghijkmnopqstuvwxyz bv:abcdefghijklmnopqrtuvwxyz bw:abcdefghijklmnopqrstuwxyz bx:abcdefghijklmnopqrsuvwz "
    "by:abcdefghijklmnopqrstvwxz bz:abcdefghijklmnopqrstuvwxyz ca:abcdefghjklmnopqrsvwxyz cb:bcdgijklnoqrstuvwy "
    "cc:cdeghjlmopr cd:aefhijmnorsyz ce:abgknty cf:adgm cg:acgk ch:bcdfghjklmnopqrtwxyz ci:abcdehkmnprwy "
    "cj:aehikmnopsvy ck:bhlmnoqrstuvxyz cl:acdehijklmotuwy cm:aegilmnorst cn:abcghiklopqrstuwx "
    "co:abcdefghjklmnopqtuvwxz cp:abcginosuxy cq:d cr:abcdfghijklmnoqrstvwxyz cs:abcdefghijklmnopqrstvwxyz "
    "ct:acdeghlmnopstuyz cu:abchijklopqrtuvwxy cv:gn cw:abdegt cy:abo cz:hknot da:acdeghijklmoqrsuvwxz "
    "db:abdefgijlmnopqrtuvwy dc:cr dd:adegijnorsw de:cdefghiklmnpqrsvz dg:abcdeghiklnorstwxz dh:dgilmnorsuvwx "
    "di:abcdfghijklmnopqrsuwxyz dj:abcdefijkmnoruw dk:agkrsx dl:gkmn dm:abcdefgklmorsuvwxy dn:adegijknortuvwy "
    "do:abcefhiklnopqrstvwxyz dp:p dr:bcdegilnoqstuy ds:behilnoqz dt:abdhikmnoprstuy du:abcefghiklmnopqrsuvwxyz dv:a "
    "dw:akrsuwyz dy:abdgimnouy dz:aegln ea:a eb:cgkoru ec:rsy ee:e ef:aei eg:almoy eh:su ei:ptv ej:a ek:aegiklmopry "
    "el:ehikmoux em:abegikmnpqsuwxyz en:abcdfhlmnoqruvwx eo:t ep:i er:aghikorstw es:eghiklmnoqsuy et:bchnorstuxz "
    "ev:ehn ew:o ex:t ey:ao ez:ae fa:abdfghijklmnprtuxyz fb:l fc:s fe:r ff:im fg:r fi:aeflprtw fk:kv fl:ahilnry fm:pu "
    "fn:bgi fo:dimnrs fp:e fq:s fr:cdkmopqrst fs:els fu:bcdefhijmnqrtuvy fv:r fw:ae ga:abcdefghijklmnopqrstuwxyz "
    "gb:abdefghijklmnopqrsuvwxyz gc:cdeflnrt gd:abcdefghijklmnoqrstux ge:abcdfghijklqsvwxyz gf:kt gg:abdegkltuw "
    "gh:acehklnorst gi:abcdeghilmnpqrstuwxyz gj:kmnru gk:adenopu gl:bcdhjkloruwy gm:abdghlmnruvxyz "
    "gn:abcdeghijklmnoqrtuwz go:abcdefghijklmnopqrstuvwxyz gp:aen gq:ainru gr:abcdghijmoqrstuvwxyz gs:eglmnopsw gt:au "
    "gu:abcdefghiklmnopqrstuwxz gv:acefjlmnoprsy gw:abcdefgijmnrtuwx gx:x gy:abdefgilmnoryz gz:ain "
    "ha:abcdefghijklmnopqrsvwxyz hb:abnou hc:ah hd:nsy he:adghim hg:mw hh:iry hi:abdfghijklortwx hj:i hk:aehkns "
    "hl:abdetu hm:abcdefghijklmnpqrstuvwyz hn:adeghijnosu ho:abcdehijlmoprstvwyz hp:os hr:acekmoptuwxz hs:bhlns "
    "ht:iosux hu:bcdefghijklmopqrstuvwxyz hv:ceknv hw:aco hy:aw ia:inr ib:abdeghlmnruy ic:ahlr id:abcdeirstu "
    "if:abefkmuy ig:beglmnosw ih:bipw ii:n ij:cejns ik:eikloprstvwxz il:abgikmopsuv im:ailnorsty in:bghjlmnopstz "
    "io:ruw ip:io iq:uw ir:ehiknruxy is:acdeghikmnortu it:bdeiklmorstvwxyz iu:m iv:bv iw:kmos ix:cl iy:aox iz:hrz "
    "ja:abcdefhjklmnoqstuxyz jb:eijkmnortuw jc:st jd:agt je:behiklnrtu jg:beko jh:is ji:abcdeghilmoqtuvy jj:er "
    "jk:amoprsu jl:es jm:abcdilnrswx jn:adgijls jo:bdgrsw jp:ar jq:r jr:abrtu js:l ju:abcdhiklmnoprstuwy jv:dn jw:i "
    "jy:aey ka:abcdefghijkmopqvwxy kb:abcdeghijklmnopqrstuvwxyz kc:abcdefghijklmnopqrstuvwxyz "
    "kd:acdefghijklmnpqrtuwxyz ke:abcdefghijklmnopqrstuvwxyz kf:abcdefghijklmnopqrstuvwxyz kg:abefgijklmnopqrstuvwxy "
    "kh:abcdefghjklnopqrstuvwxyz ki:abcdefghijlmopqstuvwxyz kj:abcdeghijklmnopqrstuvxyz kk:abcdefghijklmnopqrstuvwxyz "
    "kl:abcdefghijklmnopqrstuvwxyz km:abcdefghijklmnopqrstuvwxyz kn:abcdefgijklmnopqrstuvwxyz ko:acdefghiklopqstuvwyz "
    "kp:abcdefghijklmnoqrstuvwxyz kq:abcdefghijklmnopqrstuvwxyz kr:abcdefhijklnprstuvwxyz "
    "ks:abcdefghijklmnopqrstuvwxyz kt:abcdefghijklmnopqstuvwxyz ku:bcdefghijklmnopqstuvwxyz "
    "kv:abcdefghijklmnopqrtuvwxyz kw:abcdefghijklmnoprstuvwxyz kx:abcdfhijkmnopqrstvwxyz "
    "ky:abcdefghijklmnopqrstuvwxyz kz:abcdefgiklmnopqrsuvwxyz la:abcdefghijlmnpqrsuwxyz lb:bcefgijklmnoqrstuvwxyz "
    "lc:cdefhlmpqs ld:abdghijklmnopq le:abcdefhijklmnopqrstuvwxyz lf:an lg:abghiklmnoqrtuz lh:ahilmnpstu "
    "li:abcdefghjklopqrsuvwxyz lj:aeilpwx lk:abcdehijlmnorstuy ll:abcdefghijklmnpqsux lm:abcdefghijklnopqruvwxy "
    "ln:abdghijlmnsuwz lo:abcefghijklmnopqrstuvwxyz lp:aenox lq:r lr:acegiklmnortvz ls:abcdehilmnoprstvwy lt:cghinosu "
    "lu:acdefijklmnopqrstuvwyz lv:aiksu lw:aeghlmostuw lx:m ly:agn lz:hlnz ma:abdefgijkmnqstuvwxz "
    "mb:abcdefhijklmnopqrstuvwxyz mc:abcdefghijklmnopqrstuvwxyz md:abcdefghijklmnpqrstuvwxyz "
    "me:abcdefhijklmnopqrstuvwyz mf:abcdefghijklmnopqrstuvwxyz mg:abcdefghijklmnopqrstuvwyz "
    "mh:abcdefgijklmnopqrstuwxyz mi:abcdefghijklmnopqrtuwxyz mj:bcdeghijklmnopqrstuvwxyz mk:abcefgijklmnopqrstuvwxyz "
    "ml:abcefhijklmnopqrsuvwxz mm:abcdefghijklmnopqrtuvwxyz mn:abcdefghijklmnpqrsuvwxyz mo:acdeghijkmopqrstuvwxyz "
    "mp:abcdeghijklmnopqrstuvwxyz mq:abcefghijklmnopqrstuvwxyz mr:abcdefghjklmnopqrstuvwxyz "
    "ms:bcdefghijklmnopqrsuvwxyz mt:abcdefghijklmnopqrstuvwxy mu:abcdeghijkmopqrstuvxyz mv:abdefghiklnopqrstuvwxyz "
    "mw:abcefghiklmnopqrstuvwz mx:abcdefghijklmnopqrstuvwxyz my:bcefghjklmoprsuvwxyz mz:abcdeghijklmnopqrstuvwxyz "
    "na:abcefgjklmnopqrstwxyz nb:abcdeghijkmnopqrstuvwy nc:abcdefghijklmnoqrstuxz nd:abcdfghijklmnpqrstuvwxyz "
    "ne:abcdefghijkmnoqrstuvwxyz nf:adlru ng:abcdeghijklmnpqrstuvwxyz nh:abcdefghikmnopqrtuvwxyz "
    "ni:abdefghijklmnoqrstuvwxyz nj:abdhijlmnorstuxyz nk:abcdefghijkmnopqrstuvwxz nl:acegijklmoquvwxyz "
    "nm:abcdefghijklmnopqrstuvwxyz nn:abcdefghijklmnpqrtuvwyz no:acdefghijklmnpqstuvwyz np:abghilnosuxy nq:gklmnoqty "
    "nr:abcefgiklmnprtuxz ns:abcdefghiklmnopqrstuvwxyz nt:degijkmopruwxyz nu:acdefghijklmnopqrstuvwxyz nv:hmo "
    "nw:abcegimorwxy nx:adegiklmnoqrx ny:bcdefghijklmnopqrstuvwxy nz:abdikmsuyz oa:acrv ob:iklmortu oc:ahmou od:aktu "
    "of:osu og:bcegou oh:tu oi:aen oj:bcgpsvw ok:abcdeghijklmnorsuvxz ol:adekmortu om:abcgiklnoprtuwxy "
    "on:abegijknoprstuwx oo:dgnrs op:akmoty or:aceghnorstuvwxyz os:acinoptux ot:abdeiklmnqrstuwxyz ou:abeim ov:d "
    "ow:il oy:bdmy oz:m pa:bcdefghiklmopqrsuvwxyz pb:bcefghilmnoprstuvy pc:abcdefghijklmnpw pd:acinotu "
    "pe:abdefghijklmopqsvxyz pf:ael pg:adgiklnsuz ph:adghjklmnoqrtuvw pi:abcdefghjlmnoprstuvwxyz pj:t pk:abcghnoprstu "
    "pl:abcdeghjklnoqrstuvwyz pm:abdefhijklmnoqrstwxyz pn:abcdeghijklmnopqrstuvwxyz po:cefghikmnopqstvwxy "
    "pp:eiklmnopqstu pq:am pr:cdefghiklmnopqrstuwxz ps:acdeghilmnopqrstuwy pt:ahinopqrtuvwy pu:abcdefgijmopqrtuwxy "
    "pw:abgimnorw px:m py:emnsuxy pz:hn qu:abcdfghiklmnpqrsvwxyz qv:acehijlmnopswyz qw:achmst qx:achlnopqrstuw qy:ap "
    "ra:abcdfghijklmnopqrstuvwxyz rb:bklp rc:f rd:b re:abegijlmnrsty rg:aeknrsu rh:gp ri:abflmnrtu rj:gis rk:abhimtw "
    "rm:abcdefghiklmnopqstuvwxyz rn:bdglnprw ro:bcdefglmopruw rp:nt rr:iot rs:bklmn rt:chmsw ru:bcefghikopqtuyz "
    "rw:aklmor rx:dw ry:nsu rz:h sa:abcdefhjkmoqrstuvwxyz sb:abcdefghijklmnopqrstuvwxyz sc:befghiklnopqstuvwx "
    "sd:abcefghjklnopqrstuxz se:abcdefghijklnopqrstuvwyz sf:bemsw sg:abcdeghijkmprstuwxyz "
    "sh:abcdeghijklmnopqrstuvwxyz si:abdefghijklmpqrsuvwxyz sj:abdegklmnoprstuw sk:abcdefghijmnopqrstuvwxyz "
    "sl:cdefghijlmnpqrstuwxyz sm:abcfghjklmnpqrstuvwxyz sn:cefgijklmnopqrsuvwxyz so:abcdeghijklopqrsuvwxyz "
    "sp:bcdegiklmnopqrstuvxy sq:ahkmnoqrstux sr:abcefghiklmnoqrstuvwxyz ss:bcdefghijklmnopqrstuvxyz "
    "st:abdefghijklmnopqrstuvwy su:abcegijkoqrstvwxyz sv:abcekmsx sw:bcfghijklmnopqrstuvwxy sx:bcegklmnorsuw "
    "sy:abciklmnorswxy sz:abcdeglnpsvwy ta:abcdefgjklnopqrsuvwxyz tb:acdefghijklmnoprstuvwxyz "
    "tc:abcdefghiklmnopqstuwxyz td:abcdefghijklmnoqrstvxy te:abcdefghikmnopqrstuvwxyz tf:inort "
    "tg:abcdefhijnopqrstuvwxyz th:defhiklmnpqrstuvyz ti:acfghijklmnopqstuvwxyz tj:agijlmnopsuw tk:abdefglmnpqrstuvwxz "
    "tl:abcdfghijklmnopqrstuvxy tm:abcdefghijklmnoqrstuvwyz tn:abcdghiklmnopqrstuvwxyz to:bcdfghijklmopqrsuvwxyz "
    "tp:acefgijklmnopqrtuvwxyz tq:blmnopqrtuw tr:abcdefghijlmnopqrstuvwxyz ts:abcdeghijklmpqrstuvwxyz "
    "tt:abcdefghijklmnopqrstuvwyz tu:abcdefghijlmnoqsuvxyz tv:adeklmnostuwxy tw:abcdefghlmnopqrtuwxy "
    "tx:abceghijmnoqrstuxy ty:aehijlnprstuvxyz tz:ahjlmnox ua:mnr ub:ailruy ud:aegijlmu ue:s uf:i ug:abehnoy uh:an "
    "ui:sv uj:i uk:aghiklpqsuvwy ul:abcefiklmnuw um:abcdgimnoprsu un:aegikmnruxz uo:n up:iv ur:abcefghiklmnoprtuvwxyz "
    "us:ahikpsu ut:aehpru uu:mru uv:ehl uw:a uy:a uz:ns va:aefghijlmnoprsuvy vb:bk ve:cdlmopr vg:rt vi:cdfglnstv "
    "vk:ajklmnoptuz vl:ps vm:abcdefghijklmpqrsuvwxyz vn:kmp vo:rt vr:aost vs:ilv vt:o vu:mnt vw:a "
    "wa:abcdefghijlmnopqrstuvwxyz wb:abefhijklmpqrstvw wc:ai wd:dgjktuy we:acdghimoprstuw wf:g wg:abgiouy wh:agku "
    "wi:bcefghijklmnruvy wj:ai wk:abdlruwy wl:aceghiklmorsuvwxy wm:abcdeghimnostwx wn:bcdegikmnopuwy "
    "wo:abcdefgikmnorswy wp:c wr:bghiklmnoprsuvwxyz ws:agikrsuv wt:fhikmw wu:abdhlmnrtuvxy ww:aborw wx:aw wy:bimnry "
    "xa:abcdegijklmnopqrstuvwy xb:bcdegijmnoprwy xc:bceghlmnortuvwy xd:ackmoqy xe:bdglmprstu xf:a xg:abdfgilmruw "
    "xh:acdemrtuv xi:bilnrsvy xj:bt xk:abcdefgijklnopqrstuvwxyz xl:abcdeginopsuy xm:abcdefghjklmnopqrstuvwxyz "
    "xn:abghijkmnoqrstuyz xo:cdgikmnoprw xp:abcdefghijklmnopqrstuvwxyz xq:at xr:abdegimnrtuw xs:abcdehijlmnopqrsuvy "
    "xt:abcdeghijlmnopqrstuvwy xu:abdgjlmnoprtu xv:einos xw:acdegjklortw xx:bkmrt xy:abjklty xz:hmp "
    "ya:abcdefghijklmnopqrstuvwxyz yb:abehijklmnoxy yc:hlnp yd:adegk ye:aceijlrstuvy yg:ailmprsuw yh:adls "
    "yi:afghijklmnpqrstuvxz yk:agiklmnortuy yl:abegilmnoruy ym:bcdeghiklmnopqrsxz yn:adegklnoqsu yo:bgiklmntxy "
    "yp:abghmnopz yr:abeklmnoswy ys:cdglmnoprsy yt:alpwy yu:abcdefgijklmnpqrtwxyz yv:at yw:aglnqrtuw yx:aglmuy yy:ruz "
    "yz:gk za:abcdefghijklmopqrstuvwxyz zb:aceltuw zc:adh zd:j ze:aghn zg:abhmnr zh:bdinw zi:abklmnwz "
    "zk:abdghknoprtuvz zl:ajmnq zm:abcdefghijklmnopqrstuvwxyz zn:aegks zo:chmoqrs zp:abcdefghijklmnopqrstuvwxyz zq:e "
    "zr:agnops zs:aklmru zt:eglmnpqstuxy zu:ahmny zw:a zy:bgjnp zz:aj"
)


def is_language_code(code: str) -> bool:
    """Whether BCP 47 writes a language so, in lower case.

    >>> is_language_code("ka"), is_language_code("xmf"), is_language_code("kat"), is_language_code("ge")
    (True, True, False, False)
    """
    return code in _codes()


def two_letter_code(code: str) -> str | None:
    """The two letters that BCP 47 writes instead of three: `geo` and `kat` are `ka`; None where there are none."""
    return _shorter().get(code)


@cache
def _codes() -> frozenset[str]:
    short = (entry.partition(":")[0] for entry in _TWO_LETTERS.split())
    groups = (entry.split(":") for entry in _THREE_LETTERS.split())
    return frozenset((*short, *(first + last for first, lasts in groups for last in lasts)))


@cache
def _shorter() -> dict[str, str]:
    entries = (entry.split(":") for entry in _TWO_LETTERS.split())
    return {long: short for short, longs in entries for long in longs.split("/")}
