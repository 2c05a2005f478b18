package dev.usher.app.map;

import dev.usher.bridge.core.InboundRecord;
import java.util.Optional;

/**
 * A record to try out.
 *
 * @param name the file and the number of the record in it
 * @param note what whoever wrote it may not expect
 */
record Sample(String name, InboundRecord record, Optional<String> note) {}
