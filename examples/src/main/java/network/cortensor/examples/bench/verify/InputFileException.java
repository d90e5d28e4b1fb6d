package network.cortensor.examples.bench.verify;

/** A file that was named on the command line is not what it should be; the message says where. */
final class InputFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InputFileException(String message) {
        super(message);
    }

    /** A line, counted from 1, that cannot be read. */
    static InputFileException at(String file, int line, String what) {
        return new InputFileException(file + ", line " + line + ": " + what);
    }
}
