import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { billedAfter, runOf, sayLines, tableRows } from '#test/support/billing-table.ts'

/* How to read a row: test/support/billing-table.ts. */

const FIRST_RUNS = `
case                                | terms        | charges                                                      | service            | through    | lines
a full month                        | EUR 1 post   | 20/1 from 2026-03-01                                         |                    | 2026-04-01 | 03-01..04-01 20 = 20.00
bill day 31 ends on 28 February     | EUR 31 post  | 20/1 from 2026-01-31                                         |                    | 2026-02-28 | 01-31..02-28 20 = 20.00
… and is on 31 March again          | EUR 31 post  | 20/1 from 2026-01-31                                         |                    | 2026-03-31 | 01-31..02-28 20 = 20.00; 02-28..03-31 20 = 20.00
… and on 30 April                   | EUR 31 post  | 20/1 from 2026-03-31                                         |                    | 2026-04-30 | 03-31..04-30 20 = 20.00
bill day 30 over February           | EUR 30 post  | 20/1 from 2026-01-30                                         |                    | 2026-03-30 | 01-30..02-28 20 = 20.00; 02-28..03-30 20 = 20.00
bill day 29 in a leap year          | EUR 29 post  | 20/1 from 2024-01-29                                         |                    | 2024-03-29 | 01-29..02-29 20 = 20.00; 02-29..03-29 20 = 20.00
bill day 31 in 2100, no leap year   | EUR 31 post  | 20/1 from 2100-01-31                                         |                    | 2100-02-28 | 01-31..02-28 20 = 20.00
a month over new year               | EUR 15 post  | 20/1 from 2025-12-15                                         |                    | 2026-01-15 | 12-15..01-15 20 = 20.00
part of a leap February             | EUR 1 post   | 29/1 from 2024-02-10                                         |                    | 2024-03-01 | 02-10..03-01 20/29 × 29 = 20.00
part of a common February           | EUR 1 post   | 28/1 from 2026-02-10                                         |                    | 2026-03-01 | 02-10..03-01 19/28 × 28 = 19.00
starts on the 13th                  | EUR 1 post   | 20/1 from 2026-03-13                                         |                    | 2026-04-01 | 03-13..04-01 19/31 × 20 = 12.26
the service starts on the 13th      | EUR 1 post   | 20/1 from 2026-01-01                                         | start 2026-03-13   | 2026-04-01 | 03-13..04-01 19/31 × 20 = 12.26
starts on the second day            | EUR 1 post   | 20/1 from 2026-03-02                                         |                    | 2026-04-01 | 03-02..04-01 30/31 × 20 = 19.35
starts on the last day              | EUR 1 post   | 20/1 from 2026-03-31                                         |                    | 2026-04-01 | 03-31..04-01 1/31 × 20 = 0.65
starts inside an anchored period    | EUR 31 post  | 20/1 from 2026-03-10                                         |                    | 2026-03-31 | 03-10..03-31 21/31 × 20 = 13.55
stops on the 10th                   | EUR 1 post   | 20/1 from 2026-03-01 to 2026-03-10                           |                    | 2026-04-01 | 03-01..03-10 9/31 × 20 = 5.81
stops on the first day of a month   | EUR 1 post   | 20/1 from 2026-02-01 to 2026-03-01                           |                    | 2026-04-01 | 02-01..03-01 20 = 20.00
the service ends on the 20th        | EUR 1 post   | 20/1 from 2026-03-01                                         | end 2026-03-20     | 2026-03-20 | 03-01..03-20 19/31 × 20 = 12.26
starts and stops in one month       | EUR 1 post   | 20/1 from 2026-03-10 to 2026-03-20                           |                    | 2026-04-01 | 03-10..03-20 10/31 × 20 = 6.45
one day in the middle               | EUR 1 post   | 20/1 from 2026-03-10 to 2026-03-11                           |                    | 2026-04-01 | 03-10..03-11 1/31 × 20 (-1) = 0.64
begins and ends on the same day     | EUR 1 post   | 20/1 from 2026-03-10 to 2026-03-10                           |                    | 2026-04-01 |
a pause in the middle               | EUR 1 post   | 20/1 pause 2026-03-10..2026-03-20                            |                    | 2026-04-01 | 03-01..04-01 21/31 × 20 = 13.55
a pause of a whole month            | EUR 1 post   | 20/1 pause 2026-03-01..2026-04-01                            |                    | 2026-04-01 |
a pause over the end of a month     | EUR 1 post   | 20/1 pause 2026-03-20..2026-04-10                            |                    | 2026-05-01 | 03-01..03-20 19/31 × 20 = 12.26; 04-10..05-01 21/30 × 20 = 14.00
a pause without end                 | EUR 1 post   | 20/1 pause 2026-03-10..                                      |                    | 2026-06-01 | 03-01..03-10 9/31 × 20 = 5.81
two pauses in a month               | EUR 1 post   | 20/1 pause 2026-03-05..2026-03-08,2026-03-20..2026-03-25     |                    | 2026-04-01 | 03-01..04-01 23/31 × 20 = 14.84
pauses that overlap                 | EUR 1 post   | 20/1 pause 2026-03-05..2026-03-12,2026-03-10..2026-03-15     |                    | 2026-04-01 | 03-01..04-01 21/31 × 20 = 13.55
suspended without charge            | EUR 1 post   | 20/1 from 2026-03-01           | free 2026-03-10..2026-03-20                      | 2026-04-01 | 03-01..04-01 21/31 × 20 = 13.55
suspended and charged all the same  | EUR 1 post   | 20/1 from 2026-03-01           | kept 2026-03-10..2026-03-20                      | 2026-04-01 | 03-01..04-01 20 = 20.00
a status that did not bill          | EUR 1 post unbilled 2026-03-10..2026-03-20 | 20/1 from 2026-03-01           |                    | 2026-04-01 | 03-01..04-01 21/31 × 20 = 13.55
a new price on the 16th             | EUR 1 post   | 20/1 to 2026-03-16 & 30/1 from 2026-03-16                    |                    | 2026-04-01 | 03-01..03-16 15/31 × 20 = 9.68; 03-16..04-01 16/31 × 30 = 15.48
a lower price on the 21st           | EUR 1 post   | 30/1 from 2026-04-01 to 2026-04-21 & 10/1 from 2026-04-21    |                    | 2026-05-01 | 04-01..04-21 20/30 × 30 = 20.00; 04-21..05-01 10/30 × 10 = 3.33
one price in three charges          | EUR 1 post   | 20/1 from 2026-04-01 to 2026-04-11 & 20/1 from 2026-04-11 to 2026-04-21 & 20/1 from 2026-04-21 | | 2026-05-01 | 04-01..04-11 10/30 × 20 = 6.67; 04-11..04-21 10/30 × 20 (-1) = 6.66; 04-21..05-01 10/30 × 20 = 6.67
an add-on from the 20th             | EUR 1 post   | 20/1 from 2026-03-01 & 5/1 from 2026-03-20                   |                    | 2026-04-01 | 03-01..04-01 20 = 20.00; 03-20..04-01 12/31 × 5 = 1.94
the first quarter                   | EUR 1 pre    | 92/3 from 2026-01-01                                         |                    | 2026-01-01 | 01-01..04-01 92 = 92.00
a quarter begun on 13 May           | EUR 1 post   | 92/3 from 2026-05-13                                         |                    | 2026-08-01 | 05-13..08-01 80/92 × 92 = 80.00
quarters from 30 November           | EUR 30 pre   | 60/3 from 2025-11-30                                         |                    | 2026-02-28 | 11-30..02-28 60 = 60.00; 02-28..05-30 60 = 60.00
quarters kept by the next charge    | EUR 1 post   | 90/3 from 2026-01-01 to 2026-02-15 & 120/3 from 2026-02-15 periods 2026-01-01 | | 2026-04-01 | 01-01..02-15 45/90 × 90 = 45.00; 02-15..04-01 45/90 × 120 = 60.00
half a year                         | EUR 1 post   | 180/6 from 2026-01-01                                        |                    | 2026-07-01 | 01-01..07-01 180 = 180.00
a year                              | EUR 1 post   | 365/12 from 2026-01-01                                       |                    | 2027-01-01 | 01-01..01-01 365 = 365.00
part of a leap year                 | EUR 1 post   | 366/12 from 2024-01-01 to 2024-03-01                         |                    | 2025-01-01 | 01-01..03-01 60/366 × 366 = 60.00
years from 29 February              | EUR 29 pre   | 120/12 from 2024-02-29                                       |                    | 2025-02-28 | 02-29..02-28 120 = 120.00; 02-28..02-28 120 = 120.00
ten years in one period             | EUR 15 pre   | 1200/120 from 2020-06-15                                     |                    | 2020-06-15 | 06-15..06-15 1200 = 1200.00
prepaid: rest and next month        | EUR 1 pre    | 20/1 from 2026-03-13                                         |                    | 2026-04-01 | 03-13..04-01 19/31 × 20 = 12.26; 04-01..05-01 20 = 20.00
prepaid, run before it starts       | EUR 1 pre    | 20/1 from 2026-03-13                                         |                    | 2026-03-12 |
postpaid, run before it is over     | EUR 1 post   | 20/1 from 2026-03-01                                         |                    | 2026-03-31 |
three months late                   | EUR 1 post   | 20/1 from 2026-01-01                                         |                    | 2026-04-03 | 01-01..02-01 20 = 20.00; 02-01..03-01 20 = 20.00; 03-01..04-01 20 = 20.00
billed elsewhere until March        | EUR 1 post   | 20/1 from 2020-01-01                                         | billfrom 2026-03-01 | 2026-04-01 | 03-01..04-01 20 = 20.00
billed elsewhere until 15 March     | EUR 1 post   | 20/1 from 2020-01-01                                         | billfrom 2026-03-16 | 2026-04-01 | 03-16..04-01 16/31 × 20 = 10.32
a meter read at month ends          | EUR 1 post   | meter 0.1874/1 read 2026-02-28=100,2026-03-31=410            |                    | 2026-04-01 | 03-01..04-01 310 × 0.1874 = 58.09
a meter that counted decimals       | EUR 1 post   | meter 0.2/1 read 2026-02-28=0.5,2026-03-31=100.25            |                    | 2026-04-01 | 03-01..04-01 99.75 × 0.2 = 19.95
a meter that stood still            | EUR 1 post   | meter 0.1874/1 read 2026-02-28=100,2026-03-31=100            |                    | 2026-04-01 | 03-01..04-01 0 × 0.1874 = 0.00
a meter is read in arrears, always  | EUR 1 pre    | meter 0.1/1 read 2026-02-28=0,2026-03-31=310                 |                    | 2026-03-31 |
use over three steps                | EUR 1 post   | meter 1/1 tiers 100:0.1,200:0.2,*:0.3 read 2026-02-28=0,2026-03-31=250 | | 2026-04-01 | 03-01..04-01 100 × 0.1 + 100 × 0.2 + 50 × 0.3 = 45.00
use inside the first step           | EUR 1 post   | meter 1/1 tiers 100:0.1,200:0.2,*:0.3 read 2026-02-28=0,2026-03-31=50  | | 2026-04-01 | 03-01..04-01 50 × 0.1 + 0 × 0.2 + 0 × 0.3 = 5.00
use that ends on a step             | EUR 1 post   | meter 1/1 tiers 100:0.1,*:0.3 read 2026-02-28=0,2026-03-31=100         | | 2026-04-01 | 03-01..04-01 100 × 0.1 + 0 × 0.3 = 10.00
use beyond the last step            | EUR 1 post   | meter 0.5/1 tiers 100:0.1 read 2026-02-28=0,2026-03-31=150             | | 2026-04-01 | 03-01..04-01 100 × 0.1 + 50 × 0.5 = 35.00
steps are rounded once, together    | EUR 1 post   | meter 1/1 tiers 1:0.004,2:0.004,*:0.004 read 2026-02-28=0,2026-03-31=3 | | 2026-04-01 | 03-01..04-01 1 × 0.004 + 1 × 0.004 + 1 × 0.004 = 0.01
a meter behind a transformer        | EUR 1 post   | meter 0.1/1 × 40 read 2026-02-28=0,2026-03-31=10             |                    | 2026-04-01 | 03-01..04-01 400 × 0.1 = 40.00
read ten days late                  | EUR 1 post   | meter 0.1/1 read 2026-02-28=0,2026-04-10=410                 |                    | 2026-04-01 | 03-01..04-01 310 × 0.1 = 31.00 est
not read since February             | EUR 1 post   | meter 0.1/1 read 2026-01-31=0,2026-02-28=280                 |                    | 2026-04-01 | 03-01..04-01 310 × 0.1 = 31.00 est
a reading that somebody guessed     | EUR 1 post   | meter 0.1/1 read 2026-02-28=0,2026-03-31=300~                |                    | 2026-04-01 | 03-01..04-01 300 × 0.1 = 30.00 est
a new meter in the middle           | EUR 1 post   | meter 0.1/1 read 2026-02-28=900,2026-03-15=1000>7,2026-03-31=57 |                 | 2026-04-01 | 03-01..04-01 150 × 0.1 = 15.00
a meter never read again            | EUR 1 post   | meter 0.1/1 read 2026-02-28=0                                |                    | 2026-04-01 | ! noReading
a meter that went back              | EUR 1 post   | meter 0.1/1 read 2026-02-28=100,2026-03-31=90 & 20/1 from 2026-03-01 | | 2026-04-01 | 03-01..04-01 20 = 20.00; ! meterWentBack
free of charge                      | EUR 1 post   | 0/1 from 2026-03-01                                          |                    | 2026-04-01 | 03-01..04-01 0 = 0.00
a discount                          | EUR 1 post   | 20/1 from 2026-03-01 & -5/1 from 2026-03-01                  |                    | 2026-04-01 | 03-01..04-01 20 = 20.00; 03-01..04-01 -5 = -5.00
a discount from the 13th            | EUR 1 post   | -5/1 from 2026-03-13                                         |                    | 2026-04-01 | 03-13..04-01 19/31 × -5 = -3.06
a discount greater than the price   | EUR 1 post   | 5/1 from 2026-03-01 & -8/1 from 2026-03-01                   |                    | 2026-04-01 | 03-01..04-01 5 = 5.00; 03-01..04-01 -8 = -8.00
three of them                       | EUR 1 post   | 20/1 × 3                                                     |                    | 2026-04-01 | 03-01..04-01 3 × 20 = 60.00
half of one                         | EUR 1 post   | 19.99/1 × 0.5                                                |                    | 2026-04-01 | 03-01..04-01 0.5 × 19.99 = 10.00
none of it                          | EUR 1 post   | 20/1 × 0                                                     |                    | 2026-04-01 | 03-01..04-01 0 × 20 = 0.00
half a cent                         | EUR 1 post   | 0.005/1 & -0.005/1                                           |                    | 2026-04-01 | 03-01..04-01 0.005 = 0.01; 03-01..04-01 -0.005 = -0.01
billed once                         | EUR 1 post   | once 50 from 2026-03-10                                      |                    | 2026-03-10 | once 50 = 50.00
billed once, not yet                | EUR 1 post   | once 50 from 2026-03-10                                      |                    | 2026-03-09 |
billed once, after the end          | EUR 1 post   | once 50 from 2026-03-10                                      | end 2026-03-10     | 2026-04-01 |
left in the middle of a contract    | EUR 1 post   |                                        | contract 2026-01-01/12/90 end 2026-07-01 | 2026-07-01 | exit 184/365 × 90 = 45.37
a fee that does not shrink          | EUR 1 post   |                                        | contract 2026-01-01/12/90/whole end 2026-07-01 | 2026-07-01 | exit 184/365 × 90 = 90.00
left when the contract was over     | EUR 1 post   |                                        | contract 2026-01-01/12/90 end 2027-01-01 | 2027-01-01 |
yen have no decimals                | JPY 1 post   | 2000/1 from 2026-03-13                                       |                    | 2026-04-01 | 03-13..04-01 19/31 × 2000 = 1226
one day in yen                      | JPY 1 post   | 100/1 from 2026-03-31                                        |                    | 2026-04-01 | 03-31..04-01 1/31 × 100 = 3
half a peso                         | CLP 1 post   | 1499.5/1 from 2026-03-01                                     |                    | 2026-04-01 | 03-01..04-01 1499.5 = 1500
dinars have three decimals          | TND 1 post   | 20.123/1 from 2026-03-13                                     |                    | 2026-04-01 | 03-13..04-01 19/31 × 20.123 = 12.333
a meter in dinars                   | TND 1 post   | meter 0.1874/1 read 2026-02-28=100,2026-03-31=410            |                    | 2026-04-01 | 03-01..04-01 310 × 0.1874 = 58.094
`

/** A first run, then something changes, then another run: its lines are the difference. */
const LATER_RUNS = `
case                              | terms      | charges                          | service  | billed     | then terms  | then charges                                | then service   | through    | lines
nothing changed                   | EUR 1 pre  | 20/1 from 2026-03-01             |          | 2026-03-01 |             |                                             |                | 2026-03-31 |
prepaid, ends on the 15th         | EUR 1 pre  | 20/1 from 2026-03-01             |          | 2026-03-01 |             |                                             | end 2026-03-15 | 2026-03-20 | 03-01..03-15 14/31 × 20, was 20.00 = -10.97
an end that lies ahead            | EUR 1 pre  | 20/1 from 2026-03-01             |          | 2026-03-01 |             |                                             | end 2026-03-15 | 2026-03-14 |
a prepaid year ends half-way      | EUR 1 pre  | 365/12 from 2026-01-01           |          | 2026-01-01 |             |                                             | end 2026-07-02 | 2026-07-02 | 01-01..07-02 182/365 × 365, was 365.00 = -183.00
prepaid and gone before the start | EUR 1 pre  | 20/1 from 2026-03-01             |          | 2026-03-01 |             | 20/1 to 2026-03-01                          |                | 2026-03-01 | 03-01..04-01 0/31 × 20, was 20.00 = -20.00
a bigger plan on the 16th         | EUR 1 pre  | 20/1 from 2026-03-01             |          | 2026-03-01 |             | 20/1 to 2026-03-16 & 30/1 from 2026-03-16   |                | 2026-03-16 | 03-01..03-16 15/31 × 20, was 20.00 = -10.32; 03-16..04-01 16/31 × 30 = 15.48
a smaller plan on the 16th        | EUR 1 pre  | 30/1 from 2026-03-01             |          | 2026-03-01 |             | 30/1 to 2026-03-16 & 20/1 from 2026-03-16   |                | 2026-03-16 | 03-01..03-16 15/31 × 30, was 30.00 = -15.48; 03-16..04-01 16/31 × 20 = 10.32
a pause told too late             | EUR 1 post | 20/1 from 2026-03-01             |          | 2026-04-01 |             | 20/1 pause 2026-03-10..2026-03-20           |                | 2026-04-02 | 03-01..04-01 21/31 × 20, was 20.00 = -6.45
a pause that was taken back       | EUR 1 post | 20/1 pause 2026-03-10..2026-03-20 |         | 2026-04-01 |             | 20/1 from 2026-03-01                        |                | 2026-04-02 | 03-01..04-01 31/31 × 20, was 13.55 = 6.45
the end was moved                 | EUR 1 post | 20/1 from 2026-03-01             | end 2026-03-10 | 2026-03-10 |       |                                             | end 2026-03-20 | 2026-03-20 | 03-01..03-20 19/31 × 20, was 5.81 = 6.45
the price was edited afterwards   | EUR 1 post | 20/1 from 2026-03-01             |          | 2026-04-01 |             | 99/1 from 2026-03-01                        |                | 2026-04-01 |
… and the refund is at the old one | EUR 1 pre | 20/1 from 2026-03-01             |          | 2026-03-01 |             | 99/1 from 2026-03-01                        | end 2026-03-15 | 2026-03-20 | 03-01..03-15 14/31 × 20, was 20.00 = -10.97
a reading after a guess           | EUR 1 post | meter 0.1/1 read 2026-01-31=0,2026-02-28=280 | billfrom 2026-03-01 | 2026-04-01 | | meter 0.1/1 read 2026-01-31=0,2026-02-28=280,2026-03-31=530 | billfrom 2026-03-01 | 2026-04-01 | 03-01..04-01 250 × 0.1, was 31.00 = -6.00
… over the steps of its price     | EUR 1 post | meter 1/1 tiers 100:0.1,*:0.3 read 2026-02-28=0,2026-03-31=90~ | | 2026-04-01 |      | meter 1/1 tiers 100:0.1,*:0.3 read 2026-02-28=0,2026-03-31=120 |  | 2026-04-01 | 03-01..04-01 100 × 0.1 + 20 × 0.3, was 9.00 = 7.00
the bill day moves to the 15th    | EUR 1 post | 20/1 from 2026-03-01             |          | 2026-04-01 | EUR 15 post | 20/1 from 2026-03-01                        |                | 2026-05-15 | 04-01..04-15 14/31 × 20 = 9.03; 04-15..05-15 20 = 20.00
months become quarters            | EUR 1 post | 20/1 from 2026-03-01             |          | 2026-04-01 |             | 92/3 from 2026-03-01                        |                | 2026-06-01 | 04-01..06-01 61/92 × 92 = 61.00
a one-off moved to another day    | EUR 1 post | once 50 from 2026-03-10          |          | 2026-03-10 |             | once 50 from 2026-03-12                     |                | 2026-04-01 |
leaving a month later             | EUR 1 post |                                  | contract 2026-01-01/12/90 end 2026-07-01 | 2026-07-01 | |  | contract 2026-01-01/12/90 end 2026-08-01 | 2026-08-01 | 153/365 × 90, was 45.37 = -7.64
staying after all                 | EUR 1 post |                                  | contract 2026-01-01/12/90 end 2026-07-01 | 2026-07-01 | |  | contract 2026-01-01/12/90 | 2026-08-01 | 90, was 45.37 = -45.37
`

/** From eleven hours behind UTC to fourteen ahead, with minutes that `getTimezoneOffset` must tell. */
const ZONES = [
  ['Pacific/Pago_Pago', 660],
  ['Europe/Madrid', -60],
  ['Pacific/Kiritimati', -840],
] as const

describe.each(ZONES)('on a computer in %s', (zone, minutes) => {
  const before = process.env.TZ
  beforeAll(() => {
    process.env.TZ = zone
  })
  afterAll(() => {
    process.env.TZ = before
  })

  it('the zone is in force', () => {
    expect(new Date('2026-01-15T12:00:00Z').getTimezoneOffset()).toBe(minutes)
  })

  it.each(tableRows(FIRST_RUNS))(
    '%s',
    (_case, terms = '', charges = '', service = '', through = '', lines) => {
      const currency = terms.slice(0, 3)
      expect(sayLines(runOf({ terms, charges, service, through }), currency)).toBe(lines)
    },
  )

  it.each(tableRows(LATER_RUNS))('%s', (_case, ...cells) => {
    const [terms = '', charges = '', service = '', first = '', thenTerms, thenCharges, thenService] = cells
    const [through = '', lines] = cells.slice(7)
    const billed = billedAfter(runOf({ terms, charges, service, through: first }).lines)
    const later = runOf({
      terms: thenTerms || terms,
      charges: thenCharges || charges,
      service: thenService ?? '',
      through,
      billed,
    })
    expect(sayLines(later, 'EUR')).toBe(lines)
  })
})

it('there are at least sixty of them', () => {
  expect(tableRows(FIRST_RUNS).length + tableRows(LATER_RUNS).length).toBeGreaterThanOrEqual(60)
})
