package dev.usher.dev;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.EmbeddedBrokerBuilder;
import dev.usher.broker.PortTakenException;
import dev.usher.broker.switches.BrokerSwitches;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts an {@link EmbeddedBroker}, says where it listens, and runs until Ctrl-C or SIGTERM. */
@Command(
        name = "usher broker",
        description =
                "Run the embedded broker alone: a stand-in for PubSub+, in memory, for trying things out and for tests."
                        + " Not for production.",
        footer = {"", "@FILE stands for the options in that file, one or more a line, # begins a comment."},
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BrokerCommand implements Callable<Integer> {
    private enum Preset {
        DEFAULTS,
        PESSIMISTIC
    }

    private final Supplier<StopSignal> signal;

    @Option(
            names = "--port",
            paramLabel = "DOOR=NUMBER",
            description =
                    "Another port than PubSub+'s own, 0 for any free one: smf (55555), smf-ws (8008), mqtt (1883),"
                            + " mqtt-ws (8000), semp (8080); with TLS smf-tls (55443), smf-ws-tls (1443), mqtt-tls (8883),"
                            + " mqtt-ws-tls (8443), semp-tls (1943). Can be repeated.")
    private Map<Door, Integer> ports = new EnumMap<>(Door.class);

    @ArgGroup(exclusive = false)
    private TlsOptions tls = new TlsOptions();

    @Option(names = "--any-port", description = "Any free port for every door that --port does not name.")
    private boolean anyPort;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: ${DEFAULT-VALUE}). Where others reach it, --semp-admin is"
                    + " needed, and --default-username or --no-default-username unless there is a --user or --manager.")
    private String host;

    @Option(
            names = "--vpn",
            defaultValue = "default",
            description = "The name of the Message VPN (default: ${DEFAULT-VALUE}).")
    private String vpn;

    @Option(
            names = "--user",
            paramLabel = "NAME:PASSWORD",
            description = "A client username; NAME:@FILE takes the password from a file. Can be repeated.")
    private List<Account> users = new ArrayList<>();

    @Option(
            names = "--manager",
            paramLabel = "NAME:PASSWORD",
            description = "The same, and it may subscribe and unsubscribe other clients. Can be repeated.")
    private List<Account> managers = new ArrayList<>();

    @Option(
            names = "--default-username",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Let in unknown usernames with any password, as 'default' (default: unless there is a --user or"
                            + " --manager).")
    private Boolean defaultUsername;

    @Option(
            names = "--semp-admin",
            paramLabel = "NAME:PASSWORD",
            description = "Who may use SEMP (default: admin:admin).")
    private Account givenAdmin;

    @Option(
            names = "--switches",
            defaultValue = "defaults",
            description = "How to behave where PubSub+'s behaviour is not published: defaults or pessimistic (default:"
                    + " ${DEFAULT-VALUE}).")
    private Preset preset;

    @Option(
            names = "--switch",
            paramLabel = "NAME=VALUE",
            description = "One of these behaviours, for example sameName=REFUSE. Can be repeated.")
    private List<SwitchSetting<?>> settings = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    private BrokerCommand(Supplier<StopSignal> signal) {
        this.signal = signal;
    }

    /** @param signal what ends the command */
    static CommandLine commandLine(Supplier<StopSignal> signal) {
        return new CommandLine(new BrokerCommand(signal))
                .registerConverter(Door.class, new Door.Converter())
                .registerConverter(Account.class, new Account.Converter())
                .registerConverter(SwitchSetting.class, SwitchSetting::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(BrokerCommand::report);
    }

    @Override
    public Integer call() throws Exception {
        long begun = System.nanoTime();
        refuseOpenDefaults();
        EmbeddedBrokerBuilder builder = builder();
        try (StopSignal stop = signal.get();
                EmbeddedBroker broker = start(builder)) {
            new BrokerWelcome(broker, admin(), usernames(), tls.isWanted(), tls.folder())
                    .print(spec.commandLine().getOut(), (System.nanoTime() - begun) / 1_000_000);
            stop.await();
        }
        return 0;
    }

    /** Others than the user of this machine are let in by what was said, never by a default. */
    private void refuseOpenDefaults() {
        if (isLoopback()) {
            return;
        }
        if (givenAdmin == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--host " + host + " opens SEMP to others: say with --semp-admin NAME:PASSWORD who may use it");
        }
        if (defaultUsername == null && openToAll()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--host " + host + " would let in others under any username with any password: give"
                            + " --no-default-username or a --user, or --default-username if that is wanted");
        }
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ParameterException(spec.commandLine(), "--host " + host + ": not a known host", e);
        }
    }

    private EmbeddedBrokerBuilder builder() {
        Account admin = admin();
        EmbeddedBrokerBuilder builder = EmbeddedBroker.builder()
                .host(host)
                .vpn(vpn)
                .sempAdmin(admin.name(), admin.password())
                .defaultUsername(openToAll())
                .switches(switches());
        for (Door door : Door.values()) {
            door.open(builder, number(door));
        }
        tls.certificate(spec.commandLine()).ifPresent(builder::tls);
        users.forEach(u -> builder.user(u.name(), u.password()));
        managers.forEach(
                m -> builder.user(u -> u.name(m.name()).password(m.password()).subscriptionManager(true)));
        return builder;
    }

    private Account admin() {
        return givenAdmin == null ? BrokerWelcome.EVERYBODY_KNOWS : givenAdmin;
    }

    private int number(Door door) {
        return ports.getOrDefault(door, anyPort ? 0 : door.standard());
    }

    private boolean openToAll() {
        return defaultUsername == null ? users.isEmpty() && managers.isEmpty() : defaultUsername;
    }

    private List<String> usernames() {
        List<String> names = new ArrayList<>();
        users.forEach(u -> names.add(u.name()));
        managers.forEach(m -> names.add(m.name() + " (manager)"));
        if (openToAll()) {
            names.add((names.isEmpty() ? "any" : "any other") + " with any password, as default");
        }
        return names;
    }

    private BrokerSwitches switches() {
        BrokerSwitches switches =
                preset == Preset.PESSIMISTIC ? BrokerSwitches.pessimistic() : BrokerSwitches.defaults();
        for (SwitchSetting<?> setting : settings) {
            switches = setting.applyTo(switches);
        }
        return switches;
    }

    private EmbeddedBroker start(EmbeddedBrokerBuilder builder) {
        try {
            return builder.start();
        } catch (PortTakenException e) {
            for (Door door : Door.values()) {
                if (number(door) == e.number()) {
                    throw new PortRefusedException(door, host, e);
                }
            }
            throw e;
        } catch (IllegalArgumentException e) { // a name or port that cannot be
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof PortRefusedException) {
            PrintWriter err = command.getErr();
            err.println("usher broker: " + failure.getMessage());
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
