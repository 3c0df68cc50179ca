// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Projects for Maven that exist only to have dependencies. */
final class Pom {
    private static final Set<String> KEPT = Set.of(
            "modelVersion", "parent", "groupId", "version", "properties", "dependencyManagement", "dependencies");

    private Pom() {}

    static String reactor(String name, List<String> modules) {
        StringBuilder all = new StringBuilder();
        modules.forEach(m -> all.append("<module>").append(m).append("</module>"));
        return project("reactor-" + name, "<modules>" + all + "</modules>");
    }

    /** @param name of the file in the folder above that gets the class path */
    static String dependingOn(Coordinates one, String name) {
        return project(
                one.id() + "-" + name,
                properties("../" + name) + "<dependencies>" + dependency(one, !one.isMain()) + "</dependencies>");
    }

    /** Has the jar and nothing that it needs. */
    static String alone(Coordinates one) {
        return project(
                one.id(), properties("alone.classpath") + "<dependencies>" + dependency(one, true) + "</dependencies>");
    }

    /** The jar's own pom as a project that has its dependencies, without those of its tests; empty if it has none. */
    static Optional<String> of(Coordinates one, Path pom) {
        if (!one.isMain() || !Files.exists(pom)) {
            return Optional.empty();
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = factory.newDocumentBuilder().parse(pom.toFile());
            Element project = document.getDocumentElement();
            children(project).stream()
                    .filter(e -> !KEPT.contains(e.getTagName()))
                    .forEach(project::removeChild);
            List<Element> own = children(project, "dependencies").stream()
                    .flatMap(d -> children(d).stream())
                    .toList();
            own.stream()
                    .filter(d -> text(d, "scope").equals("test"))
                    .forEach(d -> d.getParentNode().removeChild(d));
            if (own.isEmpty()) {
                return Optional.empty();
            }
            children(project, "parent").forEach(p -> add(p, "relativePath", ""));
            add(project, "artifactId", one.id());
            add(project, "packaging", "pom");
            Element properties = children(project, "properties").stream()
                    .findFirst()
                    .orElseGet(() -> add(project, "properties", ""));
            add(properties, "turnout.classpath", "${project.basedir}/../full.classpath");
            Element dependencies = children(project, "dependencies").get(0);
            Element self = append(dependencies, "dependency", "");
            add(self, "groupId", one.group());
            add(self, "artifactId", one.artifact());
            add(self, "version", one.version());
            return Optional.of(print(document));
        } catch (Exception e) {
            System.err.println("evidence: " + pom + " cannot be read: " + e);
            return Optional.empty();
        }
    }

    private static String project(String id, String body) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
                <groupId>dev.turnout.evidence</groupId><artifactId>%s</artifactId><version>1</version>
                <packaging>pom</packaging>%s</project>
                """.formatted(id, body);
    }

    private static String properties(String file) {
        return "<properties><turnout.classpath>${project.basedir}/" + file + "</turnout.classpath></properties>";
    }

    private static String dependency(Coordinates one, boolean alone) {
        String classifier = one.isMain() ? "" : "<classifier>" + one.classifier() + "</classifier>";
        String exclusions = alone
                ? "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>"
                : "";
        return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>%s%s</dependency>"
                .formatted(one.group(), one.artifact(), one.version(), classifier, exclusions);
    }

    private static Element add(Element parent, String name, String text) {
        children(parent, name).forEach(parent::removeChild);
        return append(parent, name, text);
    }

    private static Element append(Element parent, String name, String text) {
        Element element = parent.getOwnerDocument().createElement(name);
        element.setTextContent(text);
        parent.appendChild(element);
        return element;
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream()
                .findFirst()
                .map(e -> e.getTextContent().strip())
                .orElse("");
    }

    private static List<Element> children(Element parent, String name) {
        return children(parent).stream()
                .filter(e -> e.getTagName().equals(name))
                .toList();
    }

    private static List<Element> children(Element parent) {
        List<Element> all = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                all.add(element);
            }
        }
        return all;
    }

    private static String print(Document document) throws javax.xml.transform.TransformerException {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }
}
