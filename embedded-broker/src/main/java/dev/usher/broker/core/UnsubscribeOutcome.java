package dev.usher.broker.core;

public enum UnsubscribeOutcome {
    OK,
    NOT_FOUND
}
