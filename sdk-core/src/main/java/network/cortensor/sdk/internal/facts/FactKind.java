package network.cortensor.sdk.internal.facts;

import java.util.Locale;

/** What kind of thing an answer states. */
public enum FactKind {
    /** How many or how much. */
    NUMBERS,
    /** The same number of something else: 5 km and 5 miles. */
    UNITS,
    /** Days, months, years, weekdays and times of day. */
    DATES,
    /** Who or what is named, and in which role. */
    NAMES,
    /** What is denied. */
    NEGATION,
    /** All, some, none, only, at least; and, or. */
    QUANTIFIERS,
    /** Must, may, cannot. */
    MODALITY,
    /** More or less, before or after, first or last, rise or fall. */
    COMPARISON,
    /** A word in the place of its opposite. */
    ANTONYMS,
    /** A thing in the place of another thing. */
    ENTITIES,
    /** Yes or no, true or false. */
    CONCLUSION,
    /** But, except, unless, however, if. */
    CAVEATS,
    /** Signs that say something: ≥ or ≤, + or −, a ticked or a crossed box. */
    SIGNS,
    /** The statements themselves, by the words that carry them. */
    STATEMENTS,
    /** Identifiers, operators and literals of source code. */
    CODE,
    /** The leaves of a JSON text. */
    JSON;

    /** Returns the name in which findings speak of this kind. */
    public String plain() {
        return switch (this) {
            case CODE -> "code tokens";
            case JSON -> "JSON leaves";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }
}
