// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * SpotBugs with its own settings, as a process of its own. Any bug at the place counts, whatever it is about. Jars of more than
 * {@value #MOST} classes are looked at in the class of the pair alone, so their bugs are not counted.
 */
final class SpotBugs extends ToolProcess {
    static final Coordinates SPOTBUGS = Coordinates.of("com.github.spotbugs:spotbugs:4.9.3");
    private static final int MOST = 300;
    private static final int MINUTES = 8;

    private final Map<String, Optional<List<Place>>> made = new HashMap<>();

    SpotBugs(Jars jars, Path work) {
        super(jars, work);
    }

    @Override
    public String name() {
        return "SpotBugs (any bug)";
    }

    @Override
    public Optional<Findings> on(Jar jar, Pair pair) {
        String type = pair.places().get(0).className().replaceAll("\\$.*", "");
        List<String> names = names(jar, type);
        boolean whole = names.isEmpty();
        Optional<List<Place>> bugs = made.computeIfAbsent(
                jar.coordinates() + (whole ? "" : type), any -> run(jar, whole ? "" : type, names));
        return bugs.map(places -> new Findings() {
            @Override
            public int inAll() {
                return whole ? places.size() : -1;
            }

            @Override
            public boolean at(Pair one) {
                return one.isOn(places);
            }
        });
    }

    /** The class and what is nested in it; none if the whole jar is small enough. */
    private static List<String> names(Jar jar, String type) {
        try (ClassFiles classes = new ClassFiles(jar.file(), List.of())) {
            return classes.count() <= MOST ? List.of() : classes.names(new Place.Pattern(type));
        }
    }

    private Optional<List<Place>> run(Jar jar, String only, List<String> names) {
        Jar tool = released(SPOTBUGS);
        Path xml = work.resolve(jar.coordinates().id() + (only.isEmpty() ? "" : "-" + only) + ".xml");
        if (!Files.exists(xml)) {
            List<String> words = new ArrayList<>(List.of(
                    program("java"),
                    "-Xmx2g",
                    "-cp",
                    path(tool),
                    "edu.umd.cs.findbugs.FindBugs2",
                    "-xml=" + xml + ".part"));
            if (!jar.classPath().isEmpty()) {
                words.addAll(List.of("-auxclasspath", path(jar.classPath().stream())));
            }
            if (!only.isEmpty()) {
                words.addAll(List.of("-onlyAnalyze", String.join(",", names)));
            }
            words.add(jar.file().toString());
            if (new Command(words).run(work.resolve(jar.coordinates().id() + ".log"), MINUTES) != 0
                    || !new File(xml + ".part").renameTo(xml.toFile())) {
                return Optional.empty();
            }
        }
        return Optional.of(places(xml, jar));
    }

    private static List<Place> places(Path xml, Jar jar) {
        List<Place> places = new ArrayList<>();
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (var in = Files.newInputStream(xml);
                ClassFiles classes = new ClassFiles(jar.file(), List.of())) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            Place place = null;
            while (reader.hasNext()) {
                int event = reader.next();
                boolean starts = event == XMLStreamConstants.START_ELEMENT;
                if (starts && reader.getLocalName().equals("BugInstance")) {
                    place = new Place("", "");
                } else if (starts && reader.getLocalName().equals("Method") && place != null && isPrimary(reader)) {
                    String type = reader.getAttributeValue(null, "classname");
                    place = new Place(type, classes.enclosing(type, reader.getAttributeValue(null, "name")));
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && reader.getLocalName().equals("BugInstance")
                        && place != null) {
                    places.add(place);
                    place = null;
                }
            }
            return places;
        } catch (java.io.IOException | XMLStreamException e) {
            throw new IllegalStateException(xml + " cannot be read", e);
        }
    }

    private static boolean isPrimary(XMLStreamReader reader) {
        return "true".equals(reader.getAttributeValue(null, "primary"));
    }
}
