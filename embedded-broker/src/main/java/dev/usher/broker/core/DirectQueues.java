package dev.usher.broker.core;

/**
 * The queues in which direct messages wait for a client, one for each class of service (SEMP v2 config,
 * MsgVpnClientProfile.queueDirect1MaxDepth, ...).
 */
public record DirectQueues(Queue first, Queue second, Queue third) {

    /** What a message takes of a queue: one for each 2,048 bytes begun. */
    public static final int WORK_UNIT_BYTES = 2_048;

    /** What a new client profile has. */
    public static final DirectQueues CREATED =
            new DirectQueues(new Queue(20_000, 4), new Queue(20_000, 4), new Queue(20_000, 4));

    /**
     * One of them.
     *
     * @param maxDepth in work units
     * @param minMsgBurst as many messages may always wait, whatever they take
     */
    public record Queue(int maxDepth, int minMsgBurst) {
        public Queue {
            if (maxDepth < 1 || minMsgBurst < 0) {
                throw new IllegalArgumentException(
                        "queue for direct messages: depth " + maxDepth + ", burst " + minMsgBurst);
            }
        }
    }

    /** @param classOfService 1 to 3 */
    public Queue of(int classOfService) {
        return classOfService == 1 ? first : classOfService == 2 ? second : third;
    }

    DirectQueues with(int classOfService, Queue queue) {
        return switch (classOfService) {
            case 1 -> new DirectQueues(queue, second, third);
            case 2 -> new DirectQueues(first, queue, third);
            case 3 -> new DirectQueues(first, second, queue);
            default -> throw new IllegalArgumentException("class of service " + classOfService + ": use 1 to 3");
        };
    }
}
