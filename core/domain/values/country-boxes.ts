/**
 * Boxes round each country's land and waters in whole degrees, rounded outwards: `CODE:south west north east`, with further
 * boxes for parts that lie far off. Derived from the borders of @rapideditor/country-coder 5.6.1 (ISC). Rough on purpose:
 * they tell a pair that cannot lie in a country, not one that does.
 */
const BOXES = [
  'AD:42 1 43 2;AE:22 51 27 57;AF:29 60 39 75;AG:16 -63 19 -61;AI:18 -64 20 -62;AL:39 19 43 22;',
  'AM:38 43 42 47;AO:-19 10 -4 25;AQ:-90 -180 -60 180;AR:-56 -74 -21 -53;AS:-16 -172 -10 -166;',
  'AT:46 9 50 18;AU:-57 88 -9 160;AW:12 -71 13 -69;AX:59 19 61 22;AZ:38 44 42 53;BA:42 15 46 20;',
  'BB:12 -60 14 -58;BD:20 88 27 93;BE:49 2 52 7;BF:9 -6 16 3;BG:41 22 45 30;BH:25 50 27 51;',
  'BI:-5 29 -2 31;BJ:6 0 13 4;BL:17 -64 19 -62;BM:31 -66 33 -63;BN:4 114 6 116;BO:-23 -70 -9 -57;',
  'BR:-35 -74 6 -28;BS:20 -81 28 -71;BT:26 88 29 93;BV:-56 2 -54 5;BW:-27 19 -17 30;BY:51 23 57 33;',
  'BZ:15 -90 19 -86;CA:37 -142 85 -46;CC:-13 96 -10 98;CD:-14 11 6 32;CF:2 14 12 28;CG:-6 10 4 19;',
  'CH:45 5 48 11;CI:3 -9 11 -2;CK:-32 -169 -7 -156;CL:-59 -114 -17 -66;CM:1 8 14 17;CN:13 73 54 135;',
  'CO:-5 -83 19 -66;CR:5 -88 12 -82;CU:18 -86 25 -73;CV:14 -29 20 -20;CW:11 -70 13 -68;',
  'CX:-12 104 -9 107;CY:34 30 37 36;CZ:48 12 52 19;DE:47 5 56 16;DJ:10 41 13 44;DK:54 7 59 16;',
  'DM:14 -62 16 -60;DO:16 -73 22 -67;DZ:18 -9 40 12;EC:-6 -85 5 -75,-3 -94 3 -87;EE:57 19 61 29;',
  'EG:21 24 34 38;EH:20 -18 28 -8;ER:12 36 19 44;ES:35 -12 45 6,27 -26 31 -12;ET:3 33 15 48;',
  'FI:59 19 71 32;FJ:-24 174 -11 180,-23 -180 -14 -176;FK:-56 -64 -50 -54;FM:-2 136 14 166;',
  'FO:60 -9 63 -5;FR:-52 38 -11 81,41 -7 52 11,9 -111 12 -108;GA:-5 7 3 15;',
  'GB:34 -15 62 34,-42 -17 -6 -3,-9 70 -4 74;GD:11 -63 13 -59;GE:41 39 44 47;GF:2 -55 7 -51;',
  'GH:4 -4 12 2;GI:36 -6 37 -5;GL:57 -78 85 -5;GM:13 -18 14 -13;GN:7 -16 13 -7;GP:15 -64 17 -60;',
  'GQ:-4 3 5 12;GR:33 19 42 30;GS:-60 -54 -43 -22;GT:12 -93 18 -88;GU:12 143 14 147;GW:10 -18 13 -13;',
  'GY:1 -62 9 -56;HK:22 113 23 115;HM:-54 71 -51 76;HN:12 -90 19 -81;HR:42 13 47 20;HT:17 -75 21 -71;',
  'HU:45 16 49 23;ID:-12 74 8 142;IE:51 -12 56 -5;IL:29 33 34 36;IM:53 -6 55 -3;IN:5 67 36 98;',
  'IQ:29 38 38 49;IR:24 44 40 64;IS:62 -34 70 -8;IT:34 6 48 19;JE:48 -3 50 -1;JM:16 -79 20 -74;',
  'JO:29 34 34 40;JP:17 122 46 156;KE:-5 33 6 42;KG:39 69 44 81;KH:9 102 15 108;',
  'KI:-16 -176 6 -135,-4 169 4 178;KM:-14 42 -10 46;KN:16 -64 18 -62;KP:37 123 44 132;KR:32 122 39 134;',
  'KW:28 46 31 50;KY:18 -83 21 -79;KZ:40 46 56 88;LA:13 100 23 108;LB:33 34 35 37;LC:12 -62 15 -59;',
  'LI:47 9 48 10;LK:5 76 11 86;LR:3 -13 9 -7;LS:-31 27 -28 30;LT:53 20 57 27;LU:49 5 51 7;',
  'LV:55 19 59 29;LY:19 9 34 27;MA:21 -18 37 0;MC:43 7 44 8;MD:45 26 49 31;ME:41 18 44 21;',
  'MF:17 -64 19 -62;MG:-34 42 -10 52;MH:3 159 16 174;MK:40 20 43 24;ML:10 -13 26 5;MM:9 92 29 102;',
  'MN:41 87 53 120;MO:22 113 23 114;MP:13 135 22 153;MQ:14 -62 16 -59;MR:14 -18 28 -4;MS:16 -63 17 -61;',
  'MT:35 13 37 16;MU:-32 56 -9 69;MV:-4 71 9 77;MW:-18 32 -9 36;MX:14 -121 33 -85;',
  'MY:0 109 8 120,1 99 8 106;MZ:-27 30 -10 43;NA:-33 10 -16 26;NC:-29 156 -14 175;NE:11 0 24 16;',
  'NF:-31 166 -28 170;NG:3 2 14 15;NI:10 -89 16 -82;NL:50 2 55 8,16 -64 18 -62,11 -69 13 -67;',
  'NO:57 -12 85 37;NP:26 80 31 89;NR:-1 166 1 168;NU:-21 -171 -18 -168;',
  'NZ:-57 161 -32 180,-46 -180 -24 -172;OM:8 52 27 62;PA:6 -84 10 -77;PE:-22 -86 0 -68;',
  'PF:-32 -157 -4 -133;PG:-15 140 3 161;PH:2 115 22 130;PK:23 60 38 78;PL:49 14 56 25;PM:46 -57 48 -55;',
  'PN:-29 -134 -21 -122;PR:17 -69 19 -65;PS:31 34 33 36;PT:33 -37 42 -22,29 -20 34 -11,36 -12 43 -6;',
  'PW:1 128 13 137;PY:-28 -63 -19 -54;QA:24 50 27 52;RE:-22 53 -20 57;RO:43 20 49 31;RS:42 18 47 24;',
  'RU:38 18 85 180,63 -180 72 -168;RW:-3 28 -1 31;SA:15 34 33 56;SB:-15 154 -4 173;SC:-11 43 6 67;',
  'SD:9 21 23 40;SE:55 10 70 25;SG:1 103 2 105;SI:45 13 47 17;SK:47 16 50 23;SL:6 -15 11 -10;',
  'SM:43 12 44 13;SN:11 -19 17 -11;SO:-2 40 13 58;SR:1 -59 7 -53;SS:3 23 13 36;ST:-1 4 2 8;',
  'SV:12 -91 15 -87;SX:17 -64 19 -62;SY:32 35 38 43;SZ:-28 30 -25 33;TC:20 -73 26 -69;TD:7 13 24 24;',
  'TG:5 -1 12 2;TH:5 97 21 106;TJ:36 67 42 76;TK:-11 -175 -7 -168;TL:-10 124 -7 128;TM:35 51 43 67;',
  'TN:30 7 39 12;TO:-25 -180 -14 -173;TR:35 25 43 45;TT:9 -63 12 -60;TV:-12 174 -5 180;',
  'TW:21 118 27 123;TZ:-12 29 0 41;UA:45 22 53 41;UG:-2 29 5 35;',
  'US:-2 -180 85 -129,18 -134 50 -61,18 165 56 180;UY:-37 -59 -30 -52;UZ:37 55 46 74;VA:41 12 42 13;',
  'VC:12 -63 15 -59;VE:0 -74 17 -59;VG:17 -66 20 -63;VI:17 -66 19 -64;VN:8 102 24 112;',
  'VU:-24 156 -12 175;WF:-15 -179 -12 -175;WS:-16 -174 -10 -170;XK:41 20 44 22;YE:8 40 20 58;',
  'YT:-14 43 -11 46;ZA:-49 12 -22 39;ZM:-19 21 -8 34;ZW:-23 25 -15 34',
].join('')

type Box = readonly [south: number, west: number, north: number, east: number]

let byCountry: Map<string, Box[]> | undefined

function readBoxes(): Map<string, Box[]> {
  const entries = BOXES.split(';').map((entry): [string, Box[]] => {
    const [code = '', boxes = ''] = entry.split(':')
    // Every box of the table has four numbers.
    return [code, boxes.split(',').map((box) => box.split(' ').map(Number) as unknown as Box)]
  })
  return new Map(entries)
}

/** Whether a country's boxes hold a point; undefined for a country that is not in the table. Degrees, longitude in [-180, 180). */
export function isNearCountry(country: string, latitude: number, longitude: number): boolean | undefined {
  byCountry ??= readBoxes()
  return byCountry
    .get(country)
    ?.some(
      ([south, west, north, east]) =>
        latitude >= south && latitude <= north && longitude >= west && longitude <= east,
    )
}

/** The box of a country's main part, for maps that begin there; undefined for a country that is not in the table. */
export function countryBox(
  country: string,
): { south: number; west: number; north: number; east: number } | undefined {
  byCountry ??= readBoxes()
  const [main] = byCountry.get(country) ?? []
  if (!main) return undefined
  const [south, west, north, east] = main
  return { south, west, north, east }
}
