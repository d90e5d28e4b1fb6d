package network.cortensor.sdk.internal.wire;

import java.nio.charset.StandardCharsets;

/** What passes for the name of a model: something that can be signed, shown and put into a receipt. */
public final class ModelName {

    /** Longer names are no names; a node's could otherwise make a receipt too large to be read. */
    public static final int MAX_CHARACTERS = 256;

    private ModelName() {}

    /** Returns whether a text is Unicode without control characters, not blank, and of at most 256 characters. */
    public static boolean isSound(String model) {
        return !model.isBlank()
                && model.length() <= MAX_CHARACTERS
                && model.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(model);
    }
}
