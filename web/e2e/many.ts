import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MONTHS =
  "yanvarın fevralın martın aprelin mayın iyunun iyulun avqustun sentyabrın oktyabrın noyabrın dekabrın".split(
    " ",
  );
const GIVEN =
  "Əhməd Vəli Murad Nadir Kamil Zaur Elman Fərid Rauf Tahir Səməd Anar Cavad Həsən İbrahim Qəzənfər".split(
    " ",
  );
const SURNAMES =
  "Rəsulov Quluyev Sadıqov Əsgərov Nəzərov Babayev Əliyev Məmmədov Kərimov Həsənov Qasımov Rzayev Abbasov Cəfərov Mustafayev Orucov Salmanov Tağıyev Zeynalov Ağayev Bağırov Dadaşov Fərzəliyev İsmayılov".split(
    " ",
  );
const PLACES = "Bakı Gəncə Şuşa Naxçıvan Lənkəran Quba Şamaxı Göyçay Ağdam Qazax Zaqatala Salyan".split(" ");

const TAKEN =
  "Bakını Gəncəni Şuşanı Naxçıvanı Lənkəranı Qubanı Şamaxını Göyçayı Ağdamı Qazaxı Zaqatalanı Salyanı".split(
    " ",
  );

/** A sentence of the kinds that a chronicle is made of; the same for the same number. */
function sentence(number: number): string {
  const at = (list: string[], step: number) => list[Math.floor(number / step) % list.length] as string;
  const day = `${1900 + (number % 45)}-ci il ${at(MONTHS, 7)} ${1 + (number % 28)}-də`;
  const person = (seed: number) =>
    `${GIVEN[seed % GIVEN.length]} ${SURNAMES[Math.floor(seed / GIVEN.length) % SURNAMES.length]}`;
  const [one, other, place] = [person(number * 13), person(number * 29 + 5), at(PLACES, 5)];
  const kinds = [
    `${day} ${one} ${other === one ? "Osman Nuriyev" : other} adına teleqram göndərdi.`,
    `${day} ${number % 2 ? "Qızıl Ordu" : "Türk ordusu"} ${at(TAKEN, 5)} tutdu.`,
    `${day} ${one} ${place} qubernatoru təyin edildi.`,
    `${day} ${place} şəhərində konfrans keçirildi.`,
    `${day} ${one} həbs edildi.`,
  ];
  return kinds[number % kinds.length] as string;
}

/** Writes an archive of so many sentences, a hundred a document's page, ten thousand a document. */
export function writeArchive(directory: string, sentences: number): void {
  mkdirSync(directory, { recursive: true });
  const each = 10_000;
  for (let file = 0; file * each < sentences; file++) {
    const lines = Array.from({ length: Math.min(each, sentences - file * each) }, (_, index) =>
      sentence(file * each + index),
    );
    const paragraphs: string[] = [];
    for (let index = 0; index < lines.length; index += 4)
      paragraphs.push(lines.slice(index, index + 4).join(" "));
    writeFileSync(join(directory, `salname-${file + 1}.txt`), `${paragraphs.join("\n\n")}\n`);
  }
}
