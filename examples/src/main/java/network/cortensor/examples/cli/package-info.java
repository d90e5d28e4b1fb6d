/**
 * The one command line program of the SDK: {@code examples/run}.
 *
 * <p>Start in {@link network.cortensor.examples.cli.Main}. Each command is one class; {@link
 * network.cortensor.examples.cli.Console} is where they print, {@link network.cortensor.examples.cli.ExitCode} what they end
 * with.
 */
@NullMarked
package network.cortensor.examples.cli;

import org.jspecify.annotations.NullMarked;
