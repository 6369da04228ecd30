//! The same text says the same, whoever reads it beside whom.

use super::*;

const PAGE: [&str; 4] = [
    "1921-ci il martın 16-da Polşa ilə Litva Krakovda müqavilə bağladılar, Rusiya isə Türkiyəyə nota göndərdi.",
    "Həmin ilin yazında Əli Vəliyev xarici işlər naziri təyin edildi və Bakıya qayıtdı.",
    "В мае 1922 года А. Иванов, председатель комитета, отправил телеграмму правительству Польши.",
    "On 4 June 1923 the committee adopted a decree, and the troops of Poland occupied the town of Kars.",
];

fn read(finder: &Finder) -> Vec<Statement> {
    let texts = PAGE.iter().cycle().take(40).zip(["az", "az", "ru", "en"].into_iter().cycle());
    let paragraphs: Vec<Paragraph> = texts.map(|(text, lang)| Paragraph::sound(text, 0, lang)).collect();
    let times = readers().times.find(&paragraphs);
    let mentions = readers().names.find(&paragraphs, &times);
    finder.find(&paragraphs, &times, &mentions)
}

#[test]
fn statements_are_the_same_on_every_thread_and_for_every_finder() {
    let first = read(&readers().statements);
    assert!(first.len() > 20, "{} statements", first.len());
    let beside: Vec<Vec<Statement>> = std::thread::scope(|scope| {
        let readings: Vec<_> = (0..4).map(|_| scope.spawn(|| read(&readers().statements))).collect();
        readings.into_iter().map(|reading| reading.join().unwrap()).collect()
    });
    assert!(beside.iter().all(|found| *found == first));
    assert_eq!(read(&Finder::new(&Packs::embedded().unwrap())), first);
}
