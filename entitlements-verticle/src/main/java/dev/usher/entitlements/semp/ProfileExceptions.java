package dev.usher.entitlements.semp;

import static dev.usher.entitlements.semp.SempFailures.missingIs;

import dev.usher.entitlements.core.ProfileSpec;
import dev.usher.semp.AclExceptionEntry;
import dev.usher.semp.AclExceptionList;
import dev.usher.semp.SempErrorKind;
import dev.usher.semp.SempException;
import dev.usher.semp.VpnConfig;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All exceptions of one of our profiles, as found: those of subscribing are to be what the specification names, in SMF
 * syntax; there are to be no others. Changing them disconnects nobody.
 */
final class ProfileExceptions {
    private static final Logger log = LoggerFactory.getLogger(ProfileExceptions.class);

    /** The broker puts the client's own names in the place of these, so an exception with one would be another filter. */
    private static final String VARIABLE = "$client-";

    private final ProfileSpec profile;
    private final Map<AclExceptionList, List<AclExceptionEntry>> found;
    private final List<String> connect;
    private final Set<AclExceptionEntry> wanted;

    private ProfileExceptions(
            ProfileSpec profile, Map<AclExceptionList, List<AclExceptionEntry>> found, List<String> connect) {
        this.profile = profile;
        this.found = found;
        this.connect = connect;
        this.wanted = profile.exceptions().stream()
                .flatMap(filter -> text(profile, filter).stream())
                .map(AclExceptionEntry::smf)
                .collect(Collectors.toSet());
    }

    /** Reads every list to its end; a profile that does not exist has none. Fails as SEMP calls do. */
    static Future<ProfileExceptions> read(VpnConfig config, ProfileSpec profile) {
        Map<AclExceptionList, List<AclExceptionEntry>> found = new EnumMap<>(AclExceptionList.class);
        Future<List<String>> connect = config.connectExceptions(profile.name()).recover(missingIs(List.of()));
        List<Future<?>> lists = Stream.of(AclExceptionList.values())
                .<Future<?>>map(list -> config.aclExceptions(list, profile.name())
                        .recover(missingIs(List.of()))
                        .onSuccess(entries -> found.put(list, entries)))
                .toList();
        return Future.all(Stream.concat(Stream.of(connect), lists.stream()).toList())
                .map(read -> new ProfileExceptions(profile, found, connect.result()));
    }

    /** Whether one of them allows, in a profile that denies, what it should not. */
    boolean allowTooMuch() {
        return Stream.of(AclExceptionList.values())
                .anyMatch(list -> !tooMany(list).isEmpty());
    }

    /** Removes those too many, then adds those missing. Fails as SEMP calls do. */
    Future<Void> correct(VpnConfig config) {
        Stream<Future<Void>> topics = Stream.of(AclExceptionList.values())
                .flatMap(list -> tooMany(list).stream()
                        .map(entry -> config.removeAclException(list, profile.name(), entry)
                                .recover(missingIs(null))));
        Stream<Future<Void>> addresses = connect.stream()
                .map(cidr -> config.removeConnectException(profile.name(), cidr).recover(missingIs(null)));
        return Future.all(Stream.concat(topics, addresses).toList())
                .compose(removed -> Future.all(
                        missing().stream().map(entry -> add(config, entry)).toList()))
                .mapEmpty();
    }

    private Future<Void> add(VpnConfig config, AclExceptionEntry entry) {
        return config.addAclException(AclExceptionList.SUBSCRIBE_TOPIC, profile.name(), entry)
                .recover(failure -> failure instanceof SempException refused && refused.is(SempErrorKind.ALREADY_EXISTS)
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    private Set<AclExceptionEntry> tooMany(AclExceptionList list) {
        Set<AclExceptionEntry> entries = new HashSet<>(found.getOrDefault(list, List.of()));
        if (list == AclExceptionList.SUBSCRIBE_TOPIC) {
            entries.removeAll(wanted);
        }
        return entries;
    }

    private Set<AclExceptionEntry> missing() {
        Set<AclExceptionEntry> entries = new HashSet<>(wanted);
        found.getOrDefault(AclExceptionList.SUBSCRIBE_TOPIC, List.of()).forEach(entries::remove);
        return entries;
    }

    /** What cannot be written exactly is left out: its users cannot subscribe to it by themselves. */
    private static Optional<String> text(ProfileSpec profile, TopicFilter filter) {
        Optional<String> smf = filter.smf().filter(text -> !text.contains(VARIABLE));
        if (smf.isEmpty()) {
            log.warn("filter cannot be an ACL exception, left out profile={} filter={}", profile.name(), filter);
        }
        return smf;
    }

    @Override
    public String toString() {
        return "too many "
                + Stream.of(AclExceptionList.values())
                        .flatMap(list -> tooMany(list).stream())
                        .toList() + " and " + connect + ", missing " + missing();
    }

    /** Whether everything is as it should be. */
    boolean exact() {
        return !allowTooMuch() && connect.isEmpty() && missing().isEmpty();
    }
}
