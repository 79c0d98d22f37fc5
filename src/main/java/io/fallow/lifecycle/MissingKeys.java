package io.fallow.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The part of one policy that another does not have, as text that may be pasted. */
final class MissingKeys {

    private static final String COHORTS = "cohorts";
    private static final int INDENT = 2;

    private final String shipped;
    private final List<String> lines = new ArrayList<>();

    private MissingKeys(String shipped) {
        this.shipped = shipped;
    }

    /** @param shippedText what {@code shipped} was composed from */
    static String of(MappingNode given, MappingNode shipped, String shippedText) {
        MissingKeys missing = new MissingKeys(shippedText);
        missing.compare(given, shipped, 0);
        return String.join("\n", missing.lines);
    }

    private boolean compare(MappingNode given, MappingNode complete, int indent) {
        boolean found = false;
        for (NodeTuple entry : complete.getValue()) {
            String key = name(entry.getKeyNode());
            Node has = find(given, key);
            int before = lines.size();
            if (has == null || has.getTag().equals(Tag.NULL)) {
                lines.add(" ".repeat(indent) + key + ": " + flow(entry.getValueNode()));
                found = true;
            } else if (has instanceof MappingNode section && entry.getValueNode() instanceof MappingNode whole) {
                lines.add(" ".repeat(indent) + key + ":");
                boolean within = indent == 0 && key.equals(COHORTS)
                        ? compareCohorts(section, whole)
                        : compare(section, whole, indent + INDENT);
                if (!within) {
                    lines.subList(before, lines.size()).clear();
                }
                found |= within;
            }
        }
        return found;
    }

    /** Which cohorts there are is the adopter's to say; one of another name is completed as the first that is shipped. */
    private boolean compareCohorts(MappingNode given, MappingNode shippedCohorts) {
        boolean found = false;
        for (NodeTuple entry : given.getValue()) {
            Node whole = find(shippedCohorts, name(entry.getKeyNode()));
            Node like = whole == null ? shippedCohorts.getValue().get(0).getValueNode() : whole;
            if (entry.getValueNode() instanceof MappingNode cohort && like instanceof MappingNode complete) {
                int before = lines.size();
                lines.add(" ".repeat(INDENT) + name(entry.getKeyNode()) + ":");
                if (compare(cohort, complete, 2 * INDENT)) {
                    found = true;
                } else {
                    lines.subList(before, lines.size()).clear();
                }
            }
        }
        return found;
    }

    /** In one line, as a flow: what is shipped is short. */
    private String flow(Node node) {
        if (node instanceof MappingNode mapping) {
            List<String> entries = new ArrayList<>();
            for (NodeTuple entry : mapping.getValue()) {
                entries.add(name(entry.getKeyNode()) + ": " + flow(entry.getValueNode()));
            }
            return "{" + String.join(", ", entries) + "}";
        }
        return shipped.substring(
                node.getStartMark().getIndex(), node.getEndMark().getIndex());
    }

    private static String name(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static @Nullable Node find(MappingNode in, String key) {
        for (NodeTuple entry : in.getValue()) {
            if (name(entry.getKeyNode()).equals(key)) {
                return entry.getValueNode();
            }
        }
        return null;
    }
}
