package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.compare.TaskType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Honest answers to make pairs from.
 *
 * <p>A corpus file is UTF-8 text of one of two kinds. The first line that is neither empty nor a comment ({@code #}) tells
 * which.
 *
 * <ul>
 *   <li>One answer a line, fields separated by tabs: a type ({@code prose}, {@code numeric}, {@code json}, {@code code}), an
 *       id, the text, and any number of paraphrases. Further lines with the same id may follow: {@code contradiction}, the
 *       id, a sentence that contradicts the answer; {@code translation}, the id, the answer in another language. In texts,
 *       {@code \n}, {@code \t} and {@code \\} stand for a line feed, a tab and a backslash.
 *   <li>Plain text: each paragraph, ended by an empty line or one that begins with {@code #}, is an answer of type {@code prose}.
 * </ul>
 *
 * @param name where it is from
 */
record Corpus(String name, List<CorpusText> texts) {

    private static final List<String> OWN = List.of("prose", "numeric", "json", "code");

    private static final String CONTRADICTION = "contradiction";
    private static final String TRANSLATION = "translation";

    Corpus {
        texts = List.copyOf(texts);
    }

    /** Returns the corpus that comes with the benchmark. */
    static Corpus own() {
        List<CorpusText> texts = new ArrayList<>();
        for (String part : OWN) {
            String resource = "corpus-" + part + ".tsv";
            try (InputStream in = Corpus.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException(resource + " is not on the class path");
                }
                texts.addAll(answers(resource, TextLines.of(resource, in.readAllBytes())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Corpus("the benchmark's own", texts);
    }

    /**
     * Reads a file.
     *
     * @throws InputFileException when it cannot be read, or holds no answer
     */
    static Corpus of(Path file) {
        List<String> lines = TextLines.of(file);
        boolean table = lines.stream()
                .filter(Corpus::counts)
                .findFirst()
                .filter(line -> line.indexOf('\t') >= 0)
                .isPresent();
        List<CorpusText> texts = table ? answers(file.toString(), lines) : paragraphs(lines);
        if (texts.isEmpty()) {
            throw new InputFileException(file + " holds no answer");
        }
        return new Corpus(file.toString(), texts);
    }

    private static boolean counts(String line) {
        return !line.isBlank() && !line.startsWith("#");
    }

    private static List<CorpusText> answers(String name, List<String> lines) {
        Map<String, CorpusText> texts = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (counts(lines.get(i))) {
                read(name, i + 1, lines.get(i), texts);
            }
        }
        return List.copyOf(texts.values());
    }

    private static void read(String name, int number, String line, Map<String, CorpusText> texts) {
        List<String> cells = List.of(line.split("\t", -1));
        if (cells.size() < 3) {
            throw InputFileException.at(
                    name,
                    number,
                    "expected type, id and text with tabs between them, found " + cells.size() + " fields");
        }
        String kind = cells.get(0).strip().toLowerCase(Locale.ROOT);
        String id = cells.get(1).strip();
        List<String> said = cells.stream()
                .skip(2)
                .map(Corpus::unescaped)
                .filter(text -> !text.isBlank())
                .toList();
        if (id.isEmpty() || said.isEmpty()) {
            throw InputFileException.at(name, number, "an answer needs an id and a text");
        }
        if (kind.equals(CONTRADICTION) || kind.equals(TRANSLATION)) {
            CorpusText text = texts.get(id);
            if (text == null) {
                throw InputFileException.at(name, number, "no answer with this id stands before it");
            }
            texts.put(
                    id,
                    new CorpusText(
                            text.type(),
                            id,
                            text.text(),
                            text.paraphrases(),
                            kind.equals(CONTRADICTION) ? joined(text.contradictions(), said) : text.contradictions(),
                            kind.equals(TRANSLATION) ? joined(text.translations(), said) : text.translations()));
            return;
        }
        CorpusText text = new CorpusText(
                type(name, number, kind), id, said.get(0), said.subList(1, said.size()), List.of(), List.of());
        if (texts.put(id, text) != null) {
            throw InputFileException.at(name, number, "an answer with this id stands before it");
        }
    }

    private static TaskType type(String name, int number, String kind) {
        return switch (kind) {
            case "prose" -> TaskType.PROSE;
            case "numeric" -> TaskType.NUMERIC;
            case "json" -> TaskType.JSON;
            case "code" -> TaskType.CODE;
            default ->
                throw InputFileException.at(
                        name,
                        number,
                        "unknown type; there are prose, numeric, json, code, " + CONTRADICTION + " and " + TRANSLATION);
        };
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static String unescaped(String cell) {
        StringBuilder text = new StringBuilder(cell.length());
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            char next = c == '\\' && i + 1 < cell.length() ? cell.charAt(i + 1) : 0;
            if (next == 'n' || next == 't' || next == '\\') {
                text.append(next == 'n' ? '\n' : next == 't' ? '\t' : '\\');
                i++;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static List<CorpusText> paragraphs(List<String> lines) {
        List<CorpusText> texts = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        for (int i = 0; i <= lines.size(); i++) {
            // A heading or a comment ends a paragraph as an empty line does.
            String line = i < lines.size() && !lines.get(i).startsWith("#")
                    ? lines.get(i).strip()
                    : "";
            if (!line.isEmpty()) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
            } else if (!paragraph.isEmpty()) {
                texts.add(new CorpusText(
                        TaskType.PROSE,
                        "p" + (texts.size() + 1),
                        paragraph.toString(),
                        List.of(),
                        List.of(),
                        List.of()));
                paragraph.setLength(0);
            }
        }
        return texts;
    }
}
