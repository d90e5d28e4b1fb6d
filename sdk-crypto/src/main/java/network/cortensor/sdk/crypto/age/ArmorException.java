package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.MalformedException;

/**
 * The text around an age file is damaged: what age calls armor (SPEC §13.5).
 *
 * <p>Armor is damaged by being copied as text, so the same file sent once more, or sent as a file, may do. It says nothing
 * about the file inside, and every {@code catch} of {@link MalformedException} covers it.
 */
public final class ArmorException extends MalformedException {

    private static final long serialVersionUID = 1L;

    /**
     * For the readers of this module.
     *
     * @param message what was read, what was expected, what was found; never a part of the text
     */
    public ArmorException(String message) {
        super(message);
    }
}
