package network.cortensor.sdk.internal.facts;

import org.jspecify.annotations.Nullable;

/**
 * What a sentence is compared by: a word that counts, or a quantity or a moment that several words state. Immutable.
 *
 * @param key equal for items that state the same
 * @param word the word, or the first one
 * @param quantity the quantity, for {@link Kind#QUANTITY} alone
 * @param moment the moment, for {@link Kind#MOMENT} alone
 */
record Item(
        Kind kind,
        String key,
        Word word,
        @Nullable Quantity quantity,
        @Nullable Moment moment) {

    enum Kind {
        CONTENT,
        NAME,
        QUANTITY,
        MOMENT,
        NEGATION,
        QUANTIFIER,
        MODAL,
        CAVEAT,
        /** More, before, last: a word that ties and yet says which way. */
        COMPARISON
    }

    static Item of(Kind kind, Word word) {
        String key = kind == Kind.CONTENT || kind == Kind.NAME ? word.stem() : kind + word.group() + word.direction();
        return new Item(kind, key, word, null, null);
    }

    static Item quantifier(String group, Word word) {
        return new Item(Kind.QUANTIFIER, Kind.QUANTIFIER + group + word.direction(), word, null, null);
    }

    static Item of(Quantity quantity, Word word) {
        return new Item(Kind.QUANTITY, quantity.key(), word, quantity, null);
    }

    static Item of(Moment moment, Word word) {
        return new Item(Kind.MOMENT, moment.key(), word, null, moment);
    }

    /** Whether this counts as a part of what a sentence says. */
    boolean hasWeight() {
        return kind == Kind.CONTENT || kind == Kind.NAME || kind == Kind.QUANTITY || kind == Kind.MOMENT;
    }

    boolean isWord() {
        return kind == Kind.CONTENT || kind == Kind.NAME;
    }

    /** Returns the class of a quantifier or a modal word. */
    String group() {
        String group = key.substring(kind.name().length());
        return group.substring(0, group.length() - word.direction().name().length());
    }

    @Override
    public String toString() {
        return "Item(" + kind + ")";
    }
}
