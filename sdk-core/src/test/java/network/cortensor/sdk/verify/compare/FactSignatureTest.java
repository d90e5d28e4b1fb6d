package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.verify.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What follows from the facts of two answers, kind by kind; every sentence is our own. */
class FactSignatureTest {

    private static final FactSignature FACTS = FactSignature.create();

    private static final String CONFLICTS = """
            dates | The temple was built in 27 BC by the senate. | The temple was built in 27 AD by the senate.
            dates | The temple was built in 27 BC by the senate. | The temple was built in AD 27 by the senate.
            dates | The wall dates from the 3rd century BCE. | The wall dates from the 3rd century CE.
            caveats | The fee is paid back, subject to a check of the goods. | The fee is paid back.
            caveats | You may stay here as long as you are quiet at night. | You may stay here.
            caveats | You may stay here, provided that you are quiet at night. | You may stay here.
            caveats | The files are deleted on condition that a copy exists. | The files are deleted.
            units | The ticket costs 50,000 yen at the counter. | The ticket costs 50,000 won at the counter.
            units | The patio needs 2 cubic metres of gravel. | The patio needs 2 cubic feet of gravel.
            units | The star is 4.24 light-years away. | The star is 4.24 parsecs away.
            comparison | The normal pressure is below 120/80 in adults. | The normal pressure is above 120/80 in adults.
            names | US citizens can stay for a season. | UK citizens can stay for a season.
            numbers | It was his first gold medal. | It was his third gold medal.
            numbers | Bake the first half with the lid. | Bake the second half with the lid.
            antonyms | Bake the bread with the lid on. | Bake the bread with the lid off.
            antonyms | Put the mat under the gravel, not over it. | Put the mat over the gravel, not under it.
            numbers | The bridge is 512 meters long. | The bridge is 521 meters long.
            numbers | About 1,200 people live in the village. | About 1,300 people live in the village.
            numbers | The reactor produces three hundred megawatts. | The reactor produces two hundred megawatts.
            numbers | Inflation reached 4.5 percent in the spring. | Inflation reached 5.4 percent in the spring.
            numbers | The recipe needs two and a half cups of flour. | The recipe needs three and a half cups of flour.
            numbers | The tank holds 2.5 million liters. | The tank holds 2.5 billion liters.
            numbers | One third of the voters abstained in June. | Two thirds of the voters abstained in June.
            numbers | The wavelength is 4.2e-7 meters. | The wavelength is 4.2e-6 meters.
            numbers | Sales rose from 40 to 55 units in May. | Sales rose from 55 to 40 units in May.
            numbers | The library owns a dozen globes. | The library owns 15 globes.
            numbers | Heat the oven to 180 °C for 20 minutes. | Heat the oven to 220 °C for 20 minutes.
            numbers | It was the 3rd launch of the rocket. | It was the 4th launch of the rocket.
            numbers | The bill of $19.99 was paid. | The bill of $29.99 was paid.
            numbers | Boil the eggs for 8 to 10 minutes. | Boil the eggs for 8 to 12 minutes.
            units | The trail is 5 km long. | The trail is 5 miles long.
            units | Take 20 mg of the drug each day. | Take 20 g of the drug each day.
            units | The disk stores 500 GB of data. | The disk stores 500 MB of data.
            units | The rate rose by 2 percent last year. | The rate rose by 2 percentage points last year.
            units | The fine is 300 euros. | The fine is 300 dollars.
            units | The lesson takes 45 minutes. | The lesson takes 45 hours.
            units | Keep the vaccine at 5 °C. | Keep the vaccine at 5 °F.
            units | The car drove at 90 km/h on the road. | The car drove at 90 mph on the road.
            units | The line carries 100 Mb each second. | The line carries 100 MB each second.
            units | The plant delivers 3 MW at noon. | The plant delivers 3 mW at noon.
            dates | The treaty was signed on 5 May 1994. | The treaty was signed on 5 June 1994.
            dates | The museum opened in March 1978. | The museum opened in March 1987.
            dates | The launch is set for 2024-03-05. | The launch is set for 2024-03-06.
            dates | The shop opens at 9:30 am. | The shop opens at 9:30 pm.
            dates | The committee meets every Monday. | The committee meets every Thursday.
            dates | She was born on March 3, 1921. | She was born on April 3, 1921.
            dates | The store closes at noon. | The store closes at midnight.
            units | The limit is 3 parts per million. | The limit is 3 parts per billion.
            units | It took thousands of hours to build. | It took thousands of minutes to build.
            antonyms | The storm came on Thursday evening. | The storm came on Thursday morning.
            negation | This is just the latest report. | This is not just the latest report.
            negation | The device is safe for children. | The device is not safe for children.
            negation | The company will pay the fine. | The company won't pay the fine.
            negation | The court found evidence of fraud. | The court found no evidence of fraud.
            negation | He always locks the door. | He never locks the door.
            negation | The engine works with fuel. | The engine works without fuel.
            negation | The pump passes the test. | The pump fails to pass the test.
            negation | The valve can be opened by hand. | The valve cannot be opened by hand.
            negation | It is not known who wrote the letter. | It is known who wrote the letter.
            negation | You should not mix bleach with ammonia. | You should mix bleach with ammonia.
            negation | The crew could hardly see the coast. | The crew could see the coast.
            negation | Water is not toxic in small amounts. | Water is toxic in small amounts.
            negation | The parser is not unable to read the file. | The parser is unable to read the file.
            quantifiers | All members voted for the plan. | Some members voted for the plan.
            quantifiers | Both pumps are safe to use. | One of the pumps is safe to use.
            quantifiers | Most birds can fly. | Few birds can fly.
            quantifiers | Every student passed the exam. | Few students passed the exam.
            quantifiers | Only members may vote. | Members may vote.
            quantifiers | The fee is at least 50 dollars. | The fee is at most 50 dollars.
            quantifiers | The train is usually late. | The train is rarely late.
            modality | Visitors must wear a helmet. | Visitors may wear a helmet.
            modality | The tenant shall pay in advance. | The tenant may pay in advance.
            modality | You have to sign the form. | You can sign the form.
            names | Alice sued Bob in a court. | Bob sued Alice in a court.
            names | In the final Germany beat Brazil by a goal. | In the final Brazil beat Germany by a goal.
            names | The firm Acme bought the firm Bolt in spring. | The firm Bolt bought the firm Acme in spring.
            names | The book was written by Martha Lindqvist. | The book was written by Peter Oduya.
            names | The river flows through Vienna and ends in Odessa. | The river flows through Odessa and ends in Vienna.
            names | Yesterday Acme was bought by Bolt. | Yesterday Acme bought Bolt.
            names | The capital of Australia is Canberra. | The capital of Australia is Sydney.
            comparison | Exports rose sharply in autumn. | Exports fell sharply in autumn.
            comparison | The new model is faster and costs more than the old one. | The new model is faster and costs less than the old one.
            comparison | Wash your hands before the meal. | Wash your hands after the meal.
            comparison | She was the first to arrive at the camp. | She was the last to arrive at the camp.
            comparison | Prices increased in the second half. | Prices decreased in the second half.
            comparison | Heat above 60 degrees kills the yeast. | Heat below 60 degrees kills the yeast.
            conclusion | Yes, the number is prime. | No, the number is prime.
            conclusion | True. The claim holds. | False. The claim holds.
            caveats | The medicine is safe. | The medicine is safe unless you are pregnant.
            caveats | You may park here, except on market days. | You may park here.
            caveats | The refund is paid if you keep the receipt. | The refund is paid.
            signs | The valve opens when the pressure p ≥ 5. | The valve opens when the pressure p ≤ 5.
            signs | Stop the loop if a != b at the end. | Stop the loop if a == b at the end.
            signs | The line is y = 3x + 2 in the plane. | The line is y = 3x - 2 in the plane.
            signs | The speed is d / t at any time. | The speed is t / d at any time.
            signs | The height is a - b above the floor. | The height is b - a above the floor.
            signs | The current flows A → B in the wire. | The current flows A ← B in the wire.
            signs | The product a*b is odd. | The product a+b is odd.
            signs | The curve x² + y² is closed. | The curve x³ + y³ is closed.
            signs | Works without a network: ✓ | Works without a network: ✗
            signs | Gold closed at $412/415 an ounce. | Gold closed at €412/415 an ounce.
            names | King Henry VIII married six times. | King Henry VII married six times.
            names | The sort runs in O(n log n) time. | The sort runs in O(log n) time.
            entities | The share is \\frac{x}{y} of it. | The share is \\frac{y}{x} of it.
            antonyms | Her mother signed the form. | Her father signed the form.
            names | The driver is written in C++ for the board. | The driver is written in C# for the board.
            names | The bond has the grade A+ this year. | The bond has the grade A- this year.
            units | The fee is A$5 per ticket. | The fee is $5 per ticket.
            units | The tax is 5 % of the price. | The tax is 5 ‰ of the price.
            numbers | The balance is -$40 in May. | The balance is $40 in May.
            statements | The moon causes the tides. Ships wait for high water. | The moon causes the tides. Ships wait for high water. In fact, the opposite is true.
            """;

    /** These need the data base of opposites. */
    private static final String OPPOSITES = """
            antonyms | The soup was served hot to the guests. | The soup was served cold to the guests.
            antonyms | The committee approved the budget. | The committee disapproved the budget.
            antonyms | The solution is acidic and the mixture is stable. | The solution is acidic and the mixture is unstable.
            antonyms | The bridge is dangerous for trucks. | The bridge is safe for trucks.
            antonyms | The army won the battle near the river. | The army lost the battle near the river.
            """;

    private static final String AGREEMENTS = """
            The temple was built in 27 BC by the senate. | The temple was built in 27 BCE by the senate.
            He ruled Rome from 31 BC to 14 AD. | He ruled Rome from 31 BCE until 14 CE.
            He ruled Rome until AD 14. | He ruled Rome until 14.
            You may stay here as long as you are quiet at night. | You may stay here provided that you are quiet at night.
            The rope is as long as the wall. | That rope is as long as the wall.
            Prices are subject to change in May. | The prices are subject to change in May.
            The room is aired if CO₂ rises in it. | The room is aired if CO2 rises in it.
            The price per kilowatt-hour falls to 31 cents in May. | The price per kWh falls to 31 cents in May.
            The pump moves 299 792 458 drops in all. | The pump moves 299,792,458 drops in all.
            The cellar was at minus 12 degrees Celsius. | The cellar was at −12 °C.
            Fees take 25% of the returns of a fund. | Fees take a quarter of the returns of a fund.
            Unmarried partners get nothing automatically. | Unmarried partners automatically get nothing.
            The kiln is fired with beech wood. | Sure! The kiln is fired with beech wood. I hope this helps. Let me know if you have any other questions.
            The valve opens when p >= 5. | The valve opens when p ≥ 5.
            The line is y = 3x − 2 in the plane. | The line is y = 3x - 2 in the plane.
            The rule holds while a < b in the loop. | The rule holds while b > a in the loop.
            The sort runs in O(n log n) time. | The sort runs in O( n log n ) time.
            Both pumps are safe to use. | The two pumps are safe to use.
            Both Ada and Tom signed the form. | Ada and Tom signed the form.
            1. Open the lid. 2. Add the salt. | 1) Open the lid. 2) Add the salt.
            No dogs or cats are allowed. | No dogs and cats are allowed.
            {"port": 8080, "hosts": ["a", "b"]} | { "hosts": ["a", "b"], "port": 8080 }
            The sum is a + b for short. | The sum is b + a for short.
            The plan is *very* good and **bold**. | The plan is very good and bold.
            The walk takes 5 - 10 minutes. | The walk takes 5–10 minutes.
            The fee is US$5 per ticket. | The fee is $5 per ticket.
            The odds are 1/36 on each throw. | The odds are 1/**36** on each throw.
            It fell to -11 °C in the morning. | It fell to -**11** °C in the morning.
            The deal cost 320 million dollars. | The deal cost 320\u00a0million\u00a0dollars.
            The salary is 3,600 euros a month. | The salary is €3,600 per month.
            Winds reached 145 km/h. The ferries stayed in port. | The ferries stayed in port. Winds reached 145 km/h.
            The reactor gave 320 terawatt hours. | The reactor gave 320 TWh.
            The line carries 100 Mbit/s. | The line carries 100 megabits per second.
            Romulus founded Rome on a hill. | Rome was founded on a hill by Romulus.
            The trail is 5 km long. | The trail is 5,000 m long.
            The trail is 5 km long. | The trail has a length of five kilometers.
            The tank holds 2.5 million liters. | The tank holds 2,500,000 litres.
            Three hundred people came to the fair. | 300 people came to the fair.
            The fine is $1.5 million. | The fine is 1,500,000 dollars.
            The discount is 20%. | The discount is 20 percent.
            The lesson takes 90 minutes. | The lesson takes 1 hour 30 minutes.
            The lease runs for two years. | The lease runs for 24 months.
            Keep the sample at 0 °C. | Keep the sample at 32 °F.
            He is 5 feet 10 inches tall. | He is 70 inches tall.
            The file has 2 GB. | The file has 2000 MB.
            The speed was 36 km/h. | The speed was 10 m/s.
            The treaty was signed on 5 May 1994. | The treaty was signed on May 5, 1994.
            The launch took place on 2024-03-05. | The launch took place on March 5th, 2024.
            The shop opens at 3 pm. | The shop opens at 15:00.
            The bridge is 512 meters long. | The length of the bridge is 512 m.
            The company won't pay the fine. | The company will not pay the fine.
            The device isn't safe for children. | The device is not safe for children.
            Acme bought Bolt in spring. | Bolt was bought by Acme in spring.
            Yesterday Alice arrested Bob. | Bob was arrested by Alice yesterday.
            The report was written by Martha Lindqvist. | Martha Lindqvist wrote the report.
            The man is slicing a potato. | A man is slicing the potato.
            Rain is expected on Friday, the office said. | The office said rain is expected on Friday.
            Visitors must wear a helmet. | Visitors have to wear a helmet.
            Visitors might see whales. | Visitors may see whales.
            Sales rose to 55 units from 40 units. | Sales rose from 40 units to 55 units.
            He is not only a painter but also a poet. | He is not just a painter but also a poet.
            """;

    private static final String OPEN = """
            The temple was built in 27 BC by the senate. | The temple was built in 27 by the senate.
            If the pain has not gone after an hour, call an ambulance. | If the pain has not gone after an hour, wait until the next morning.
            A claim fails if any part of it is wrong. | A claim fails if every part of it is wrong.
            The shop is open all week with the exception of Mondays. | The shop is open all week.
            A large egg has 70 kcal in its yolk. | A large egg has 70 calories in its yolk.
            The kiln is fired with beech wood. | The kiln is fired with beech wood. Let me know if you need the beech wood to be dry.
            The gains are made with pre-tax money. | The gains are made with after-tax money.
            One egg a day does not raise the risk of heart disease. | One egg a day does not raise the risk of diabetes.
            In a mild asthma attack, take one puff of the spray. | During a severe asthma attack, take 1 puff of the spray.
            1. Open the lid. 2. Add the salt. 3. Stir the soup. | 1. Open the lid. 2. Stir the soup. 3. Add the salt.
            Talberg is the second largest port of the coast. | Talberg is the largest port of the coast.
            She is a former judge of the court. | She is a judge of the court.
            You need a passport and a visa. | You need a passport or a visa.
            The wire must be red on this side. | The wire must be blue on this side.
            Take the drops daily with food. | Take the drops weekly with food.
            Rinse the rice until the water runs clear. | Rinse the rice until the milk runs clear.
            The cause of the fire was the storm. | The cause of the storm was the fire.
            The point (a, b) is on the line. | The point (b, a) is on the line.
            The tolerance is ±5 mm at most. | The tolerance is 5 mm at most.
            Adler took Brandt to court in the spring. | Brandt sued Adler in the spring.
            The deck was built by Strabag and tested by Arup. | Arup was the builder of the deck, which was tested by Strabag.
            In Talberg the first press was set up by Reiss. | Talberg set up the first press in Reiss.
            A password has 14 characters. Length matters. | A password has 14 characters. Short passwords are safest. Length matters.
            The population grew by 25 percent. | The city has 1.5 million people, a decrease of 25 percent.
            Fresh eggs are harder to peel. | Older eggs are not easier to peel than fresh ones.
            Read on for the result, it is 42. | Read on for the result, it is 42: https://example.invalid/bonus
            She played the guitar at the wedding. | She played the trumpet at the wedding.
            The dog slept beside the fire. | The parrot slept beside the fire.
            The bridge is 512 meters long. | The bridge is 512 meters long and was opened in 1932 by Queen Maud.
            Stocks went up. | The choir sang for the guests.
            The bank raised its rate. It expects growth of 2 percent. | The bank raised its rate.
            The court found Miller guilty. | The court found the defendant guilty after Miller and Santos had testified for 3 days.
            Water boils at 100 °C. | Wasser kocht bei 100 °C, und das ist auf dem Berg nicht so.
            Pi is about 3.14. | Pi is about 3.14159.
            """;

    @ParameterizedTest
    @MethodSource("conflicts")
    void compare_conflictingFacts_isDifferentAndNamesTheKind(String kind, String a, String b) {
        LayerFinding finding = prose(a, b);

        assertThat(finding.sign()).as("%s", finding).isEqualTo(Sign.DIFFERENT);
        assertThat(finding.finding()).contains(kind);
    }

    @ParameterizedTest
    @MethodSource("agreements")
    void compare_sameFactsInOtherWords_isSame(String a, String b) {
        LayerFinding finding = prose(a, b);

        assertThat(finding.sign()).as("%s", finding).isEqualTo(Sign.SAME);
    }

    @ParameterizedTest
    @MethodSource("open")
    void compare_factsThatOneAnswerStatesAlone_isNothing(String a, String b) {
        LayerFinding finding = prose(a, b);

        assertThat(finding.sign()).as("%s", finding).isEqualTo(Sign.NOTHING);
    }

    @ParameterizedTest
    @MethodSource("conflicts")
    void compare_conflictingFacts_eachEqualsItself(String kind, String a, String b) {
        assertThat(prose(a, a + " ").sign()).as(kind).isEqualTo(Sign.SAME);
        assertThat(prose(b, "\n" + b).sign()).as(kind).isEqualTo(Sign.SAME);
    }

    @Test
    void compare_operatorsOfTwoCharacters_areSigns() {
        LayerFinding finding = prose(
                "Stop the loop if a && b at the end of a round.", "Stop the loop if a || b at the end of a round.");

        assertThat(finding.sign()).as("%s", finding).isEqualTo(Sign.DIFFERENT);
        assertThat(finding.finding()).contains("signs");
    }

    @Test
    void compare_wholeJsonGivenAsProse_isReadLeafByLeaf() {
        LayerFinding finding = prose("{\"port\": 8080, \"open\": \"1\"}", "{\"port\": 8080, \"open\": 1}");

        assertThat(finding.sign()).as("%s", finding).isEqualTo(Sign.DIFFERENT);
        assertThat(finding.finding()).contains("JSON leaves");
    }

    @ParameterizedTest
    @MethodSource("conflicts")
    void compare_conflictInsideALongAnswer_isDifferent(String kind, String a, String b) {
        String before =
                "The following notes were written for readers who have little time. They leave the sources out. ";
        String after = " Further reading is listed in the appendix. Please report mistakes to the editors.";

        LayerFinding finding = prose(before + a + after, before + b + after);

        if (!kind.equals("conclusion")) {
            assertThat(finding.sign()).as("%s", finding).isEqualTo(Sign.DIFFERENT);
        }
    }

    @ParameterizedTest
    @MethodSource("numeric")
    void compare_numericAnswers_numbersDecide(Sign expected, String a, String b) {
        LayerFinding finding = FACTS.compare(AnswerText.of(TaskType.NUMERIC, a), AnswerText.of(TaskType.NUMERIC, b));

        assertThat(finding.sign()).as("%s", finding).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("json")
    void compare_jsonAnswers_leafByLeaf(Sign expected, String a, String b) {
        LayerFinding finding = FACTS.compare(AnswerText.of(TaskType.JSON, a), AnswerText.of(TaskType.JSON, b));

        assertThat(finding.sign()).as("%s", finding).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("code")
    void compare_codeAnswers_tokenByToken(Sign expected, String a, String b) {
        LayerFinding finding = FACTS.compare(AnswerText.of(TaskType.CODE, a), AnswerText.of(TaskType.CODE, b));

        assertThat(finding.sign()).as("%s", finding).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("otherLanguages")
    void compare_otherLanguages_numbersNamesDatesAndNegationsCount(Sign expected, String a, String b) {
        LayerFinding finding = prose(a, b);

        assertThat(finding.sign()).as("%s", finding).isEqualTo(expected);
    }

    @Test
    void compare_twoTypes_isRefused() {
        AnswerText prose = AnswerText.of(TaskType.PROSE, "One");
        AnswerText code = AnswerText.of(TaskType.CODE, "One");

        assertThatThrownBy(() -> FACTS.compare(prose, code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PROSE")
                .hasMessageContaining("CODE");
    }

    @Test
    void compare_emptyAnswers_isNothing() {
        for (TaskType type : TaskType.values()) {
            assertThat(FACTS.compare(AnswerText.of(type, ""), AnswerText.of(type, ""))
                            .sign())
                    .isEqualTo(Sign.NOTHING);
        }
        assertThat(prose("", "The bridge is 512 meters long.").sign()).isEqualTo(Sign.NOTHING);
    }

    @Test
    void finding_ofAnyAnswer_holdsNothingOfIt() {
        LayerFinding finding =
                prose("The secret vault 7391 belongs to Ophelia.", "The secret vault 8264 belongs to Ophelia.");

        assertThat(finding.toString()).doesNotContain("7391", "8264", "Ophelia", "vault");
        assertThat(finding.layer()).isEqualTo(Layer.FACTS);
        assertThat(finding.score()).isBetween(0.0, 1.0);
    }

    private static LayerFinding prose(String a, String b) {
        LayerFinding there = FACTS.compare(AnswerText.of(TaskType.PROSE, a), AnswerText.of(TaskType.PROSE, b));
        LayerFinding back = FACTS.compare(AnswerText.of(TaskType.PROSE, b), AnswerText.of(TaskType.PROSE, a));
        assertThat(back).isEqualTo(there);
        return there;
    }

    static Stream<Arguments> conflicts() {
        return Stream.concat(lines(CONFLICTS), lines(OPPOSITES));
    }

    static Stream<Arguments> agreements() {
        return lines(AGREEMENTS);
    }

    static Stream<Arguments> open() {
        return lines(OPEN);
    }

    private static Stream<Arguments> lines(String table) {
        return table.lines()
                .map(line -> Arguments.of(
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray()));
    }

    static Stream<Arguments> numeric() {
        return Stream.of(
                Arguments.of(Sign.SAME, "42", "The answer is 42."),
                Arguments.of(Sign.SAME, "5 km", "The distance is 5000 meters."),
                Arguments.of(Sign.SAME, "42", "6 × 7 = 42"),
                Arguments.of(Sign.SAME, "The total comes to 12.50 euros.", "It is €12.5 in all."),
                Arguments.of(Sign.SAME, "-3", "The result is −3."),
                Arguments.of(Sign.SAME, "1.2e3 J", "1200 joules"),
                Arguments.of(Sign.SAME, "1.2 × 10^3 J", "1200 joules"),
                Arguments.of(Sign.SAME, "two thousand and five", "2005"),
                Arguments.of(Sign.SAME, "72 km/h", "20 m/s"),
                Arguments.of(Sign.SAME, "18", "Average: 90 / 5 = 18"),
                Arguments.of(Sign.SAME, "18", "The answer is 18 apples."),
                Arguments.of(Sign.SAME, "Average: 90 / 5 = 18", "The answer is 18 apples."),
                Arguments.of(Sign.SAME, "The answer is 7 apples.", "7 apples are left."),
                Arguments.of(Sign.SAME, "There are 7 red apples.", "Seven apples"),
                Arguments.of(Sign.SAME, "12 points go to the second team.", "The 2nd team has 12 points."),
                Arguments.of(
                        Sign.SAME,
                        "The molar mass of CO2 is 44.01 g/mol.",
                        "CO₂ has a molar mass of 44.01 grams per mole."),
                Arguments.of(Sign.NOTHING, "7 apples are left.", "7 pears are left in the box."),
                Arguments.of(Sign.NOTHING, "The answer is 7 apples.", "Seven pears"),
                Arguments.of(Sign.NOTHING, "The molar mass of CO2 is 44.01 g/mol.", "M(CO) = 44.01 g/mol"),
                Arguments.of(Sign.NOTHING, "Kenya has 47 counties.", "47 counties are in Uganda."),
                Arguments.of(Sign.NOTHING, "The first team has 12 points.", "12 points go to the second team."),
                Arguments.of(Sign.NOTHING, "43 t of concrete fill 18 m³.", "It takes 18 m³ of steel, about 43 t."),
                Arguments.of(Sign.NOTHING, "25% of 640 is 160.", "160, because 0.25 × 640 = 160."),
                Arguments.of(Sign.DIFFERENT, "42", "43"),
                Arguments.of(Sign.DIFFERENT, "42", "The answer is 24."),
                Arguments.of(Sign.DIFFERENT, "-3", "3"),
                Arguments.of(Sign.DIFFERENT, "5 km", "5 miles"),
                Arguments.of(Sign.DIFFERENT, "The distance is 12 km.", "It is 13 km away from here."),
                Arguments.of(Sign.DIFFERENT, "The total is 12 kg.", "The total is not 12 kg."),
                Arguments.of(Sign.DIFFERENT, "0.5", "0.05"),
                Arguments.of(Sign.NOTHING, "3.14", "3.14159"));
    }

    static Stream<Arguments> json() {
        return Stream.of(
                Arguments.of(Sign.SAME, "{\"a\":1,\"b\":[true,null]}", "{ \"b\" : [ true, null ], \"a\" : 1.0 }"),
                Arguments.of(Sign.SAME, "{\"a\":\"\\u00e9\"}", "{\"a\":\"é\"}"),
                Arguments.of(Sign.SAME, "[100]", "[1e2]"),
                Arguments.of(Sign.SAME, "```json\n{\"a\":1}\n```", "{\"a\":1}"),
                Arguments.of(Sign.SAME, "{}", "{ }"),
                Arguments.of(Sign.DIFFERENT, "{\"a\":1}", "{\"a\":2}"),
                Arguments.of(Sign.DIFFERENT, "{\"a\":1}", "{\"b\":1}"),
                Arguments.of(Sign.DIFFERENT, "{\"a\":1}", "{\"a\":\"1\"}"),
                Arguments.of(Sign.DIFFERENT, "{\"a\":true}", "{\"a\":false}"),
                Arguments.of(Sign.DIFFERENT, "{\"a\":1}", "{\"a\":1,\"b\":2}"),
                Arguments.of(Sign.DIFFERENT, "[1,2]", "[2,1]"),
                Arguments.of(Sign.DIFFERENT, "[1,2]", "[1,2,3]"),
                Arguments.of(Sign.DIFFERENT, "[9007199254740992]", "[9007199254740993]"),
                Arguments.of(Sign.DIFFERENT, "{\"a\":\"Paris\"}", "{\"a\":\"paris\"}"),
                Arguments.of(Sign.DIFFERENT, "{\"a\":1}", "{\"a\":1"),
                Arguments.of(Sign.DIFFERENT, "{\"a\":1}", "{\"a\":1,\"a\":1}"),
                Arguments.of(Sign.DIFFERENT, "{\"a\":1}", "{\"a\":1} and more"),
                Arguments.of(
                        Sign.DIFFERENT,
                        "{\"note\":\"The trail is 5 km long and steep.\"}",
                        "{\"note\":\"The trail is 5 miles long and steep.\"}"),
                Arguments.of(Sign.NOTHING, "{\"a\":1,\"b\":null}", "{\"a\":1}"),
                Arguments.of(Sign.DIFFERENT, "not JSON: 5 apples were sold", "not JSON: 6 apples were sold"),
                Arguments.of(Sign.SAME, "not JSON: 5 apples were sold", "not JSON: five apples were sold"));
    }

    static Stream<Arguments> code() {
        String java =
                "int sum(int[] values) {\n  int total = 0;\n  for (int v : values) {\n    total += v; // add\n  }\n  return total;\n}\n";
        String python = "def mean(xs):\n    if not xs:\n        return 0\n    return sum(xs) / len(xs)\n";
        String keys = "app: web\nlist:\n  - x\n  - y\nserver:\n  port: 80\n  limit: 5\n";
        String query = "SELECT name, age FROM users WHERE age >= 18 ORDER BY name;";
        return Stream.of(
                Arguments.of(Sign.SAME, java, java.replace("\n", "\n  ").replace("// add", "/* adds up */")),
                Arguments.of(Sign.SAME, java, java.replace("  ", "\t")),
                Arguments.of(Sign.SAME, java, "```java\n" + java + "```"),
                Arguments.of(
                        Sign.SAME,
                        python,
                        "# mean\n" + python.replace("    ", "  ").replace("sum(xs) / len", "sum( xs )/len")),
                Arguments.of(
                        Sign.SAME,
                        python,
                        python.replace("def mean(xs):", "def mean(xs):\n    \"\"\"Mean of numbers.\"\"\"")),
                Arguments.of(
                        Sign.SAME, query, "select name, age\nfrom users -- adults\nwhere age >= 18\norder by name"),
                Arguments.of(Sign.SAME, "let a = 'x1';\nf(a);", "let a = \"x1\"\nf(a)"),
                Arguments.of(Sign.NOTHING, java, java.replace("total", "acc")),
                Arguments.of(Sign.NOTHING, java, python),
                Arguments.of(Sign.DIFFERENT, java, java.replace("+=", "-=")),
                Arguments.of(Sign.DIFFERENT, java, java.replace("= 0", "= 1")),
                Arguments.of(Sign.DIFFERENT, java, java.replace("return total", "return values")),
                Arguments.of(Sign.DIFFERENT, java, java.replace("int total", "long total")),
                Arguments.of(Sign.DIFFERENT, java, java.replace("total", "acc").replace("+=", "*=")),
                Arguments.of(Sign.DIFFERENT, python, python.replace("/ len", "// len")),
                Arguments.of(Sign.DIFFERENT, python, python.replace("not xs", "xs")),
                Arguments.of(Sign.DIFFERENT, python, python.replace("len(xs)", "max(xs)")),
                Arguments.of(Sign.DIFFERENT, python, python.replace("    return sum", "        return sum")),
                Arguments.of(Sign.DIFFERENT, query, query.replace(">=", ">")),
                Arguments.of(Sign.DIFFERENT, query, query.replace("ORDER BY name", "ORDER BY age")),
                Arguments.of(Sign.DIFFERENT, "print('yes')\nprint(1)", "print('no')\nprint(1)"),
                // Two slashes, a slash and a star, two hyphens: no comments here.
                Arguments.of(
                        Sign.DIFFERENT,
                        "curl -fsSL https://get.a.example | sh",
                        "curl -fsSL https://get.b.example | sh"),
                Arguments.of(Sign.DIFFERENT, "pages = (n + size - 1) // size", "pages = (n + size - 1) // 10"),
                Arguments.of(
                        Sign.DIFFERENT,
                        "location / {\n  proxy_pass http://10.0.0.1:8000/;\n}",
                        "location / {\n  proxy_pass http://10.0.0.2:8000/;\n}"),
                Arguments.of(
                        Sign.DIFFERENT,
                        "cp /etc/nginx/*.conf /b/; ls /var/log/*; sleep 5;",
                        "cp /etc/nginx/*.conf /b/; ls /var/log/*; sleep 50;"),
                Arguments.of(
                        Sign.DIFFERENT,
                        "update-alternatives --set java /usr/lib/jvm/17/bin/java",
                        "update-alternatives --set java /usr/lib/jvm/11/bin/java"),
                Arguments.of(
                        Sign.SAME,
                        "const url = base + path; // see the manual\nload(url);",
                        "const url = base + path;\nload(url);"),
                Arguments.of(
                        Sign.SAME,
                        "docker run -d --name web \\\n  -p 80:80 nginx",
                        "docker run -d --name web -p 80:80 nginx"),
                Arguments.of(
                        Sign.SAME,
                        keys,
                        keys.replace("  - x\n  - y", "- x\n- y").replace("web", "\"web\"")),
                Arguments.of(Sign.SAME, keys, "# the list\n" + keys.replace("  ", "    ")),
                Arguments.of(Sign.DIFFERENT, keys, keys.replace("  limit", "limit")),
                Arguments.of(Sign.DIFFERENT, keys, keys.replace("port: 80", "port: \"80\"")));
    }

    static Stream<Arguments> otherLanguages() {
        return Stream.of(
                Arguments.of(Sign.DIFFERENT, "Die Brücke ist 512 Meter lang.", "Die Brücke ist 521 Meter lang."),
                Arguments.of(
                        Sign.DIFFERENT, "Das Gerät ist für Kinder sicher.", "Das Gerät ist für Kinder nicht sicher."),
                Arguments.of(
                        Sign.DIFFERENT, "Le traité fut signé le 5 mai 1994.", "Le traité fut signé le 5 mai 1995."),
                Arguments.of(
                        Sign.DIFFERENT,
                        "El puente no es seguro para los niños.",
                        "El puente es seguro para los niños."),
                Arguments.of(Sign.SAME, "Die Brücke ist 512 Meter lang.", "Die Brücke ist 0,512 km lang."),
                Arguments.of(Sign.DIFFERENT, "这座桥长512米。", "这座桥长521米。"),
                Arguments.of(
                        Sign.NOTHING,
                        "The bridge is 512 meters long and it was built by the city.",
                        "Die Brücke ist 512 Meter lang und sie wurde von der Stadt nicht mit Steuern gebaut."),
                Arguments.of(
                        Sign.DIFFERENT,
                        "The bridge is 512 meters long and it was built by the city.",
                        "Die Brücke ist 521 Meter lang und sie wurde von der Stadt nicht mit Steuern gebaut."));
    }
}
