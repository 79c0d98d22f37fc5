package io.fallow.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each contestant printed, repetition by repetition. */
final class Measurements {

    static final String SECONDS = "seconds";

    private final Map<Contestant, List<Map<String, String>>> printed = new LinkedHashMap<>();

    Measurements(List<Contestant> contestants) {
        contestants.forEach(contestant -> printed.put(contestant, new ArrayList<>()));
    }

    void add(Contestant contestant, Map<String, String> measured) {
        of(contestant).add(measured);
    }

    Set<Contestant> contestants() {
        return printed.keySet();
    }

    /** How many times it took part. */
    int turns(Contestant contestant) {
        return of(contestant).size();
    }

    /** The names of what a contestant printed, in its order. */
    Set<String> names(Contestant contestant) {
        return of(contestant).get(0).keySet();
    }

    String text(Contestant contestant, String name) {
        return of(contestant).get(0).getOrDefault(name, "");
    }

    double median(Contestant contestant, String name) {
        return median(numbers(contestant, name));
    }

    double least(Contestant contestant, String name) {
        return numbers(contestant, name).get(0);
    }

    double most(Contestant contestant, String name) {
        List<Double> numbers = numbers(contestant, name);
        return numbers.get(numbers.size() - 1);
    }

    /** The median of the ratios within each repetition in which it took part: a slow quarter of an hour of the machine's then falls on both. */
    double ratio(Contestant contestant, Contestant to) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < of(contestant).size(); i++) {
            ratios.add(number(of(contestant).get(i), SECONDS) / number(of(to).get(i), SECONDS));
        }
        return median(ratios);
    }

    private List<Map<String, String>> of(Contestant contestant) {
        List<Map<String, String>> all = printed.get(contestant);
        if (all == null) {
            throw new IllegalArgumentException(contestant.name() + " takes no part");
        }
        return all;
    }

    private List<Double> numbers(Contestant contestant, String name) {
        return of(contestant).stream().map(each -> number(each, name)).sorted().toList();
    }

    private static double number(Map<String, String> measured, String name) {
        String value = measured.get(name);
        if (value == null) {
            throw new IllegalStateException("no " + name + " was printed: " + measured);
        }
        return Double.parseDouble(value);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
