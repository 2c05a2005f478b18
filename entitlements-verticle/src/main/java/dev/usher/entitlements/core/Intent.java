package dev.usher.entitlements.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What somebody wants to be true. It is committed by the store in one transaction, or rehearsed there. */
public sealed interface Intent {
    /** The change's kind, for the ledger and the API: a noun and a participle, for example {@code user-defined}. */
    String kind();

    /** Creates a product or replaces its filters. */
    record DefineProduct(Product product) implements Intent {
        @Override
        public String kind() {
            return "product-defined";
        }
    }

    /** Removes a product that nobody is granted. */
    record RemoveProduct(String product) implements Intent {
        @Override
        public String kind() {
            return "product-removed";
        }
    }

    /** Creates a group or replaces its grants, mode and tier. */
    record DefineGroup(Group group) implements Intent {
        @Override
        public String kind() {
            return "group-defined";
        }
    }

    /** Removes a group without members. */
    record RemoveGroup(String group) implements Intent {
        @Override
        public String kind() {
            return "group-removed";
        }
    }

    /** Replaces a group's products; a grant that stays keeps its span. */
    record SetGroupProducts(String group, Set<String> products) implements Intent {
        public SetGroupProducts {
            products = new TreeSet<>(products);
        }

        @Override
        public String kind() {
            return "group-products";
        }
    }

    /** Creates a user or replaces their groups, grants and client usernames. */
    record DefineUser(UserDefinition definition) implements Intent {
        @Override
        public String kind() {
            return "user-defined";
        }
    }

    /** Removes a user, closes their seats and takes everything away. */
    record RemoveUser(String user) implements Intent {
        @Override
        public String kind() {
            return "user-removed";
        }
    }

    /** Suspends or reactivates a user. */
    record SetStatus(String user, UserStatus status) implements Intent {
        @Override
        public String kind() {
            return "user-status";
        }
    }

    /**
     * Opens a seat, or changes what an open one wants.
     *
     * @param id the seat's name if the caller chose it; otherwise one is minted, and an open seat of the same user, broker and
     *     client is answered as it is
     * @param wanted filters the seat is to have as far as they are granted; empty for what its group's mode gives
     * @param expiresIn closed by itself after this long unless refreshed; empty for never
     */
    record OpenSeat(
            Optional<String> id,
            String user,
            String broker,
            ClientRef client,
            Optional<List<dev.usher.topics.TopicFilter>> wanted,
            Optional<Duration> expiresIn)
            implements Intent {
        public OpenSeat {
            id.ifPresent(name -> Ids.check("seat", name));
            wanted = wanted.map(List::copyOf);
            expiresIn.filter(span -> span.isNegative() || span.isZero()).ifPresent(span -> {
                throw new IllegalArgumentException("a seat cannot expire in " + span.toSeconds() + " s");
            });
        }

        @Override
        public String kind() {
            return "seat-opened";
        }
    }

    /** Lets an open seat live for this long from now; empty for ever. */
    record RefreshSeat(String seat, Optional<Duration> expiresIn) implements Intent {
        @Override
        public String kind() {
            return "seat-refreshed";
        }
    }

    /** Closes a seat for good. */
    record CloseSeat(String seat) implements Intent {
        @Override
        public String kind() {
            return "seat-closed";
        }
    }

    /**
     * Makes products, groups and users as defined.
     *
     * @param prune whether what is not defined is removed
     */
    record Apply(Definitions definitions, boolean prune) implements Intent {
        @Override
        public String kind() {
            return "catalog";
        }
    }

    /**
     * The catalog of the configuration, applied at start: everything is as it defines, what it does not define is removed. One
     * with the content that was applied last changes nothing and answers with the change that applied it, so that what was
     * changed by the API since then survives a restart.
     */
    record Seed(Definitions definitions) implements Intent {
        @Override
        public String kind() {
            return "catalog";
        }
    }

    /** Takes client usernames that users are mapped to into our care; the next run puts them behind their profile. */
    record Adopt(String broker, Set<Former> usernames) implements Intent {
        public Adopt {
            usernames = Set.copyOf(usernames);
        }

        @Override
        public String kind() {
            return "usernames-adopted";
        }

        /** A client username with the profiles it has before. */
        public record Former(String clientUsername, String aclProfile, String clientProfile) {}
    }

    /** Gives a client username back: nothing is done to it any more. Its former profiles stay on record. */
    record Release(String broker, Set<String> clientUsernames) implements Intent {
        public Release {
            clientUsernames = new TreeSet<>(clientUsernames);
        }

        @Override
        public String kind() {
            return "usernames-released";
        }
    }
}
