// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import dev.turnout.bridge.trials.corpus.Freight.Colour;
import dev.turnout.bridge.trials.corpus.Freight.Parcel;
import dev.turnout.bridge.trials.corpus.Freight.Ticket;
import dev.turnout.bridge.trials.corpus.Freight.Wagon;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.lambdas.IocJobLambda;

/** One call for each kind of argument. */
final class Calls {
    private static final Instant AT = Instant.parse("2026-11-23T10:15:30.123456789Z");

    private Calls() {}

    /** By name; {@code before} stands before the name that a call carries. */
    static Map<String, IocJobLambda<CorpusTasks>> all(String before) {
        Map<String, IocJobLambda<CorpusTasks>> calls = new LinkedHashMap<>();
        plain(before, calls);
        collections(before, calls);
        beans(before, calls);
        times(before, calls);
        return calls;
    }

    private static void plain(String before, Map<String, IocJobLambda<CorpusTasks>> calls) {
        String primitives = before + "primitives";
        calls.put("primitives", tasks -> tasks.primitives(primitives, -7, Long.MAX_VALUE, true, 0.1, 1.5f));
        String boxes = before + "boxes";
        Integer i = Integer.MIN_VALUE;
        Long l = 9_007_199_254_740_993L;
        Boolean b = false;
        Double d = 1e300;
        calls.put("boxes", tasks -> tasks.boxes(boxes, i, l, b, d));
        String text = before + "text";
        String odd = "\u00fc \ud83d\ude82 \u2028 <a href='x'>&=\"\\/ \u0001\t\r\n {\"@class\":\"x\"}";
        calls.put("text", tasks -> tasks.text(text, odd));
        String surrogate = before + "surrogate";
        String half = "half \ud83d of a pair";
        calls.put("surrogate", tasks -> tasks.text(surrogate, half));
        String empty = before + "empty";
        String none = "";
        calls.put("empty", tasks -> tasks.text(empty, none));
        String nothing = before + "null";
        String nobody = null;
        calls.put("null", tasks -> tasks.text(nothing, nobody)); // refused before JobRunr 8
        String wide = before + "wide";
        BigInteger integer = new BigInteger("123456789012345678901234567890");
        BigDecimal decimal = new BigDecimal("0.1000000000000000000000000000000001");
        calls.put("wide", tasks -> tasks.wide(wide, integer, decimal));
        String uuid = before + "uuid";
        UUID id = UUID.fromString("0190a0b0-0000-7000-8000-000000000001");
        calls.put("uuid", tasks -> tasks.uuid(uuid, id));
        String context = before + "context";
        calls.put("context", tasks -> tasks.context(context, JobContext.Null));
    }

    private static void collections(String before, Map<String, IocJobLambda<CorpusTasks>> calls) {
        String list = before + "list";
        List<String> strings = new ArrayList<>(List.of("a", "", "java.util.ArrayList"));
        calls.put("list", tasks -> tasks.list(list, strings));
        String emptyList = before + "emptyList";
        List<String> nothing = new ArrayList<>();
        calls.put("emptyList", tasks -> tasks.list(emptyList, nothing));
        String fixedList = before + "fixedList";
        List<String> fixed = List.of("x", "y");
        calls.put("fixedList", tasks -> tasks.list(fixedList, fixed));
        String longs = before + "longs";
        List<Long> numbers = new ArrayList<>(List.of(1L, Long.MIN_VALUE));
        calls.put("longs", tasks -> tasks.longs(longs, numbers));
        String set = before + "set";
        Set<String> sorted = new TreeSet<>(Set.of("b", "a"));
        calls.put("set", tasks -> tasks.set(set, sorted));
        String map = before + "map";
        Map<String, Long> pairs = new HashMap<>(Map.of("=k\u00e9y", 3L, "max", Long.MAX_VALUE));
        calls.put("map", tasks -> tasks.map(map, pairs));
        String array = before + "array";
        String[] strung = {"a", "b"};
        calls.put("array", tasks -> tasks.array(array, strung));
        String bytes = before + "bytes";
        byte[] raw = {0, -1, 127};
        calls.put("bytes", tasks -> tasks.bytes(bytes, raw));
    }

    private static void beans(String before, Map<String, IocJobLambda<CorpusTasks>> calls) {
        String red = before + "enum";
        Colour plain = Colour.RED;
        calls.put("enum", tasks -> tasks.colour(red, plain));
        String green = before + "enumBody";
        Colour withBody = Colour.GREEN;
        calls.put("enumBody", tasks -> tasks.colour(green, withBody));
        String record = before + "record";
        Parcel parcel = new Parcel("n\u00e4h", 9_007_199_254_740_993L, new ArrayList<>(List.of("l")));
        calls.put("record", tasks -> tasks.parcel(record, parcel));
        String bean = before + "bean";
        Ticket ticket = ticket();
        calls.put("bean", tasks -> tasks.ticket(bean, ticket));
        String cow = before + "polymorph";
        Wagon wagon = new Wagon();
        Freight.Cow elsa = new Freight.Cow();
        elsa.name = "Elsa";
        elsa.litres = 12;
        wagon.animal = elsa;
        wagon.papers.add("p");
        calls.put("polymorph", tasks -> tasks.wagon(cow, wagon));
        String notes = before + "objects";
        Wagon noted = new Wagon();
        noted.notes.put("text", "t");
        noted.notes.put("int", 1);
        noted.notes.put("long", Long.MAX_VALUE);
        noted.notes.put("list", new ArrayList<>(List.of("z")));
        calls.put("objects", tasks -> tasks.wagon(notes, noted));
    }

    private static void times(String before, Map<String, IocJobLambda<CorpusTasks>> calls) {
        String instant = before + "instant";
        calls.put("instant", tasks -> tasks.instant(instant, AT));
        String localDate = before + "localDate";
        LocalDate day = LocalDate.parse("2026-11-23");
        calls.put("localDate", tasks -> tasks.localDate(localDate, day));
        String localDateTime = before + "localDateTime";
        LocalDateTime local = LocalDateTime.parse("2026-11-23T10:15:30.123456789");
        calls.put("localDateTime", tasks -> tasks.localDateTime(localDateTime, local));
        String offsetDateTime = before + "offsetDateTime";
        OffsetDateTime offset = OffsetDateTime.parse("2026-11-23T10:15:30.123456789+02:00");
        calls.put("offsetDateTime", tasks -> tasks.offsetDateTime(offsetDateTime, offset));
        String zonedDateTime = before + "zonedDateTime";
        ZonedDateTime zoned = ZonedDateTime.parse("2026-11-23T10:15:30.5+01:00[Europe/Paris]");
        calls.put("zonedDateTime", tasks -> tasks.zonedDateTime(zonedDateTime, zoned));
        String duration = before + "duration";
        Duration span = Duration.ofMillis(1500).plusNanos(1);
        calls.put("duration", tasks -> tasks.duration(duration, span));
        String date = before + "date";
        Date old = Date.from(Instant.parse("2026-11-23T10:15:30.123Z"));
        calls.put("date", tasks -> tasks.date(date, old));
    }

    static Ticket ticket() {
        Ticket ticket = new Ticket();
        ticket.from = "K\u00f6ln";
        ticket.seat = 61;
        ticket.number = Long.MAX_VALUE;
        ticket.price = 12.5;
        ticket.paid = true;
        ticket.colour = Colour.RED;
        ticket.bought = AT;
        return ticket;
    }
}
