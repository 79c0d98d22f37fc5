package io.fallow.cluster;

/** A process that takes partitions of others' nights. */
public final class Node {

    private final PartitionNode node;

    Node(PartitionNode node) {
        this.node = node;
    }

    /**
     * Takes partitions until the process ends.
     *
     * @return the name by which the cluster knows this process
     */
    public String join() {
        return node.name();
    }
}
