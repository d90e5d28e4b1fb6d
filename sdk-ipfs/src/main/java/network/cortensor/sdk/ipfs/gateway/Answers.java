package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.http.HttpAnswer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/** What the headers of a gateway's answer mean, whatever was asked for. */
final class Answers {
    private static final int MAX_RETRY_DIGITS = 6;

    private Answers() {}

    /**
     * Returns what is wrong with an answer, or empty if its body may be what was asked for.
     *
     * @param contentType what the body has to be (trustless gateway specification: clients must look)
     */
    static <T> Optional<Outcome<T>> problem(HttpAnswer answer, String what, String contentType) {
        if (answer.status() == 404) {
            return Optional.of(new Outcome.Missing<>());
        }
        if (answer.status() != 200) {
            IpfsException failure = answer.failure();
            return Optional.of(
                    failure instanceof RefusedException refused
                            ? new Outcome.Refused<>(refused)
                            : failed(failure.getMessage(), retryAfter(answer)));
        }
        // Neither is quoted: it is what the other side wrote.
        String start = "could not " + what + ": the answer of " + answer.host();
        if (!answer.contentType().equals(Optional.of(contentType))) {
            return Optional.of(failed(
                    start + " is of another type than " + contentType + "; it may be no trustless gateway",
                    Optional.empty()));
        }
        boolean encoded = answer.header("Content-Encoding")
                .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
                .isPresent();
        if (encoded) {
            return Optional.of(failed(start + " is compressed, which was not asked for", Optional.empty()));
        }
        return Optional.empty();
    }

    /** Says what a failure on the way to an answer or in its body means. */
    static <T> Outcome<T> failure(RuntimeException failure, String what) {
        if (failure instanceof UnreachableException unreachable) {
            return new Outcome.Failed<>(unreachable, Optional.empty());
        }
        if (failure instanceof RefusedException refused) {
            return new Outcome.Refused<>(refused);
        }
        if (failure instanceof IpfsException evidence) {
            return new Outcome.Wrong<>(evidence);
        }
        return new Outcome.Failed<>(new UnreachableException("could not " + what, failure), Optional.empty());
    }

    private static <T> Outcome<T> failed(@Nullable String message, Optional<Duration> rest) {
        return new Outcome.Failed<>(new UnreachableException(String.valueOf(message), null), rest);
    }

    /** Only the form in seconds: a date would need the other side's clock. */
    private static Optional<Duration> retryAfter(HttpAnswer answer) {
        return answer.header("Retry-After")
                .map(String::strip)
                .filter(text -> !text.isEmpty() && text.length() <= MAX_RETRY_DIGITS)
                .filter(text -> text.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}
