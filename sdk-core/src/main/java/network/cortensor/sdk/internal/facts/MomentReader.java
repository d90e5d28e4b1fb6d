package network.cortensor.sdk.internal.facts;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates, weekdays and times of day from the words of a sentence. */
final class MomentReader {

    private static final Pattern ISO = Pattern.compile("([0-9]{4})[-/.]([0-9]{2})(?:[-/.]([0-9]{2}))?");
    private static final Pattern DAY_FIRST = Pattern.compile("([0-9]{1,2})([/.])([0-9]{1,2})\\2([0-9]{4})");
    private static final Pattern CLOCK = Pattern.compile("([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?");
    private static final Pattern YEAR = Pattern.compile("1[0-9]{3}|20[0-9]{2}");
    private static final Pattern DAY = Pattern.compile("([0-9]{1,2})(?:st|nd|rd|th)?");
    private static final Map<String, Integer> MONTHS = new HashMap<>();
    private static final Map<String, Integer> WEEKDAYS = new HashMap<>();

    /** These months are ordinary words too, and need a date around them. */
    private static final Set<String> COMMON =
            Set.of("may", "march", "mar", "mars", "mai", "jun", "dec", "sep", "jan", "oct", "nov", "set");

    /** What stands before a month that has no day. */
    private static final Set<String> LEADS =
            Set.of("in", "of", "since", "until", "by", "last", "next", "early", "late", "mid", "this", "from");

    static {
        months("january february march april may june july august september october november december");
        months("jan feb mar apr may jun jul aug sep oct nov dec");
        months("januar februar märz april mai juni juli august september oktober november dezember");
        months("janvier février mars avril mai juin juillet août septembre octobre novembre décembre");
        months("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre");
        MONTHS.put("sept", 9);
        String[] days = "monday tuesday wednesday thursday friday saturday sunday".split(" ", -1);
        for (int i = 0; i < days.length; i++) {
            WEEKDAYS.put(days[i], i + 1);
            WEEKDAYS.put(days[i] + 's', i + 1);
        }
    }

    private final List<Word> words;

    MomentReader(List<Word> words) {
        this.words = words;
    }

    /** A moment and the place behind it. */
    record Reading(Moment moment, int next) {}

    /** Whether a part of a text is the name of a month, in any of the languages that are read. */
    static boolean isMonth(String text, int from, int to) {
        return from < to
                && Character.isUpperCase(text.charAt(from))
                && MONTHS.containsKey(text.substring(from, to).toLowerCase(Locale.ROOT));
    }

    Optional<Reading> read(int at) {
        Word word = words.get(at);
        return switch (word.kind()) {
            case NUMBER -> fromNumber(at, word.plain());
            case CONTENT, FUNCTION, MODAL -> fromWord(at, word);
            default -> Optional.empty();
        };
    }

    private Optional<Reading> fromNumber(int at, String digits) {
        Matcher iso = ISO.matcher(digits);
        if (iso.matches() && isMonth(iso.group(2)) && (iso.group(3) != null || digits.charAt(4) == '-')) {
            int day = iso.group(3) == null ? Moment.OPEN : Integer.parseInt(iso.group(3));
            return date(Integer.parseInt(iso.group(1)), Integer.parseInt(iso.group(2)), day, at + 1);
        }
        Matcher dayFirst = DAY_FIRST.matcher(digits);
        if (dayFirst.matches()) {
            return numeric(dayFirst, at + 1);
        }
        Matcher clock = CLOCK.matcher(digits);
        if (clock.matches()) {
            return time(Integer.parseInt(clock.group(1)), Integer.parseInt(clock.group(2)), at + 1, true);
        }
        Matcher day = DAY.matcher(digits);
        if (!day.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(day.group(1));
        int next = is(at + 1, "of") || is(at + 1, "de") || is(at + 1, ".") ? at + 2 : at + 1;
        int month = month(next);
        if (month > 0 && number >= 1 && number <= 31) {
            return withYear(month, number, next + 1);
        }
        if (is(at + 1, "oclock")) {
            return time(number, 0, at + 2, true);
        }
        return time(number, 0, at + 1, false);
    }

    private Optional<Reading> numeric(Matcher date, int next) {
        int first = Integer.parseInt(date.group(1));
        int second = Integer.parseInt(date.group(3));
        int year = Integer.parseInt(date.group(4));
        boolean dayFirst = date.group(2).equals(".") || first > 12;
        if (first < 1 || second < 1 || first > 31 || second > 31 || (dayFirst && second > 12)) {
            return Optional.empty();
        }
        boolean open = date.group(2).equals("/") && first <= 12 && second <= 12 && first != second;
        return Optional.of(new Reading(
                new Moment(year, dayFirst ? second : first, dayFirst ? first : second, Moment.OPEN, Moment.OPEN, open),
                next));
    }

    private Optional<Reading> time(int hour, int minute, int next, boolean sure) {
        boolean morning = is(next, "am");
        boolean evening = is(next, "pm");
        if (hour > 24 || minute > 59 || (!sure && !morning && !evening) || ((morning || evening) && hour > 12)) {
            return Optional.empty();
        }
        int clock = (morning || evening) && hour == 12 ? 0 : hour % 24;
        int minutes = (evening ? clock + 12 : clock) * 60 + minute;
        return Optional.of(new Reading(Moment.time(minutes), morning || evening ? next + 1 : next));
    }

    private Optional<Reading> fromWord(int at, Word word) {
        if (word.plain().equals("noon") || word.plain().equals("midnight")) {
            return Optional.of(new Reading(Moment.time(word.plain().equals("noon") ? 720 : 0), at + 1));
        }
        Integer weekday = word.capital() ? WEEKDAYS.get(word.plain()) : null;
        if (weekday != null) {
            return Optional.of(new Reading(Moment.weekday(weekday), at + 1));
        }
        int month = month(at);
        if (month < 0 || !word.capital()) {
            return Optional.empty();
        }
        Matcher day = DAY.matcher(plain(at + 1));
        if (day.matches() && Integer.parseInt(day.group(1)) >= 1 && Integer.parseInt(day.group(1)) <= 31) {
            return withYear(month, Integer.parseInt(day.group(1)), at + 2);
        }
        int next = is(at + 1, ",") || is(at + 1, "of") ? at + 2 : at + 1;
        if (isYear(next)) {
            return date(Integer.parseInt(plain(next)), month, Moment.OPEN, next + 1);
        }
        boolean alone = !COMMON.contains(word.plain()) || (at > 0 && LEADS.contains(plain(at - 1)));
        return alone ? date(Moment.OPEN, month, Moment.OPEN, at + 1) : Optional.empty();
    }

    private Optional<Reading> withYear(int month, int day, int at) {
        int next = is(at, ",") || is(at, "of") || is(at, "de") ? at + 1 : at;
        return isYear(next)
                ? date(Integer.parseInt(plain(next)), month, day, next + 1)
                : date(Moment.OPEN, month, day, at);
    }

    private static Optional<Reading> date(int year, int month, int day, int next) {
        return Optional.of(new Reading(Moment.date(year, month, day), next));
    }

    private static boolean isMonth(String digits) {
        int month = Integer.parseInt(digits);
        return month >= 1 && month <= 12;
    }

    private boolean isYear(int at) {
        return YEAR.matcher(plain(at)).matches();
    }

    private int month(int at) {
        return MONTHS.getOrDefault(plain(at), -1);
    }

    private boolean is(int at, String plain) {
        return plain(at).equals(plain);
    }

    private String plain(int at) {
        return at >= 0 && at < words.size() ? words.get(at).plain() : "";
    }

    private static void months(String names) {
        String[] months = names.split(" ", -1);
        for (int i = 0; i < months.length; i++) {
            MONTHS.put(months[i], i + 1);
        }
    }
}
