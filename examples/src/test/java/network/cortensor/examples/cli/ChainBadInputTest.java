package network.cortensor.examples.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the commands on a chain refuse before they ask one. */
class ChainBadInputTest {

    private static final String ACCOUNT = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    @TempDir
    private Path folder;

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("addresses"), content);
    }

    private Cli.Run status(String addresses, String... more) {
        String[] all = new String[5 + more.length];
        System.arraycopy(new String[] {"stake", "status", ACCOUNT, "--addresses", addresses}, 0, all, 0, 5);
        System.arraycopy(more, 0, all, 5, more.length);
        return Cli.run(all);
    }

    @Test
    void addresses_ofNothingKnown_areBadInput() throws IOException {
        status("nowhere").failsWith(ExitCode.BAD_INPUT, "--addresses nowhere", "arbitrum-sepolia-2025-08");
        status("testnet-1").failsWith(ExitCode.BAD_INPUT, "No source says");
        status(write("SESSION=0x00\n").toString()).failsWith(ExitCode.BAD_INPUT, "CHAIN");
        status(write("CHAIN=1\nWHATEVER=" + ACCOUNT).toString()).failsWith(ExitCode.BAD_INPUT, "addresses");
        status(write("{\"chain\":1}").toString()).failsWith(ExitCode.BAD_INPUT, "contracts");
        status(write("{\"chain\":").toString()).failsWith(ExitCode.BAD_INPUT, "no JSON");
    }

    @Test
    void chain_thatIsNoUrlOrDoesNotAnswer_isToldApart() throws IOException {
        String book = write("CHAIN=31337\nNODE_STAKING=" + ACCOUNT).toString();

        status(book, "--chain", "ftp://example.org").failsWith(ExitCode.BAD_INPUT, "--chain");
        status(book, "--chain", "not a url?key=secret").failsWith(ExitCode.BAD_INPUT, "not a URL");
        status(book, "--timeout", "0").failsWith(ExitCode.BAD_INPUT, "--timeout");
        status(book, "--confirmations", "0").failsWith(ExitCode.BAD_INPUT, "confirmations");
        status(book, "--chain", "http://127.0.0.1:1", "--timeout", "1").failsWith(ExitCode.UNAVAILABLE, "127.0.0.1:1");
    }

    @Test
    void account_thatIsNoAddress_isBadInput() {
        Cli.run("stake", "status", "0x12", "--addresses", "ethereum").failsWith(ExitCode.BAD_INPUT, "ADDRESS");
        Cli.run("node", "status", "bob", "--addresses", "ethereum").failsWith(ExitCode.BAD_INPUT, "ADDRESS");
        Cli.run("session", "list", ACCOUNT, "--addresses", "ethereum", "--limit", "0")
                .failsWith(ExitCode.BAD_INPUT, "--limit");
    }

    @Test
    void intent_withoutAJournal_isBadInput() {
        Cli.run("stake", "deposit", "1", "--addresses", "ethereum", "--keystore", "none", "--intent", "once")
                .failsWith(ExitCode.BAD_INPUT, "--journal");
        Cli.run("stake", "deposit", "1e3", "--addresses", "ethereum", "--keystore", "none")
                .failsWith(ExitCode.BAD_INPUT, "1e3");
    }

    @Test
    void terms_thatCannotBe_areBadInput() {
        Cli.run("session", "create", " ", "--addresses", "ethereum", "--keystore", "none")
                .failsWith(ExitCode.BAD_INPUT, "terms");
        Cli.run("session", "create", "a", "--addresses", "ethereum", "--keystore", "none", "--redundancy", "9")
                .failsWith(ExitCode.BAD_INPUT, "redundancy");
    }

    @Test
    void chainDev_withoutTheProgramOrWithOddNumbers_isBadInput() {
        Cli.run("chain", "dev", "--anvil", folder.resolve("none").toString())
                .failsWith(ExitCode.BAD_INPUT, "no program");
        Cli.run("chain", "dev", "--port", "70000").failsWith(ExitCode.BAD_INPUT, "--port");
        Cli.run("chain", "dev", "--accounts", "101").failsWith(ExitCode.BAD_INPUT, "--accounts");
        Cli.run("chain", "dev", "--block-time", "0").failsWith(ExitCode.BAD_INPUT, "--block-time");
    }
}
