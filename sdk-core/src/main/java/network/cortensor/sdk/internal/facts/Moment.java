package network.cortensor.sdk.internal.facts;

/**
 * A day, a part of one, or a time of day; what was not written is {@link #OPEN}. Immutable.
 *
 * @param year such as 1994
 * @param month 1 to 12
 * @param day of the month
 * @param weekday 1 (Monday) to 7
 * @param minute of the day
 * @param ambiguous whether month and day may be the other way round, as in 05/06/2024
 */
record Moment(int year, int month, int day, int weekday, int minute, boolean ambiguous) {

    static final int OPEN = -1;

    static Moment date(int year, int month, int day) {
        return new Moment(year, month, day, OPEN, OPEN, false);
    }

    static Moment weekday(int weekday) {
        return new Moment(OPEN, OPEN, OPEN, weekday, OPEN, false);
    }

    static Moment time(int minute) {
        return new Moment(OPEN, OPEN, OPEN, OPEN, minute, false);
    }

    String key() {
        return "@" + year + '-' + month + '-' + day + ' ' + weekday + ' ' + minute;
    }

    /** Whether both speak of the same thing: two weekdays, two dates, two times of day. */
    boolean sameKind(Moment other) {
        return (weekday != OPEN && other.weekday != OPEN)
                || (minute != OPEN && other.minute != OPEN)
                || (isDate() && other.isDate());
    }

    /** Whether both can be true of one thing: no part that both name differs. */
    boolean agrees(Moment other) {
        if (!sameKind(other)) {
            return false;
        }
        boolean parts = fits(year, other.year) && fits(weekday, other.weekday) && fits(minute, other.minute);
        boolean straight = fits(month, other.month) && fits(day, other.day);
        boolean turned = (ambiguous || other.ambiguous) && fits(month, other.day) && fits(day, other.month);
        boolean shared = (weekday != OPEN && other.weekday != OPEN)
                || (minute != OPEN && other.minute != OPEN)
                || (year != OPEN && other.year != OPEN)
                || (month != OPEN && other.month != OPEN);
        return parts && (straight || turned) && shared;
    }

    boolean isDate() {
        return year != OPEN || month != OPEN;
    }

    private static boolean fits(int one, int other) {
        return one == OPEN || other == OPEN || one == other;
    }

    @Override
    public String toString() {
        return "Moment";
    }
}
