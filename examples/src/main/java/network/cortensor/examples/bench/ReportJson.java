package network.cortensor.examples.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reports for programs. */
public final class ReportJson {

    private ReportJson() {}

    /** Returns a report, which is a record of numbers, texts and further records, as one JSON object on one line. */
    public static String of(Record report) {
        try {
            return new ObjectMapper().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of numbers and texts can be written as JSON", e);
        }
    }
}
