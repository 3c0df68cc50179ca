// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import dev.turnout.runtime.task.TaskAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a worker would take now. Tasks that share a lane share a limit, so that no worker takes more than its threads can
 * start soon while others stand idle. Immutable.
 *
 * @param limit jobs in all
 * @param lanes the tasks of each lane that has room
 */
public record Demand(int limit, List<Lane> lanes) {
    public Demand {
        lanes = List.copyOf(lanes);
    }

    /** Up to {@code limit} jobs of any of {@code tasks}. */
    public static Demand of(int limit, Set<TaskAddress> tasks) {
        return new Demand(limit, List.of(new Lane(limit, tasks)));
    }

    /** Whether nothing at all would be taken. */
    public boolean isEmpty() {
        return limit <= 0
                || lanes.stream()
                        .allMatch(lane -> lane.limit() <= 0 || lane.tasks().isEmpty());
    }

    /** All tasks of which at least one job would be taken. */
    public Set<TaskAddress> tasks() {
        Set<TaskAddress> all = new HashSet<>();
        lanes.stream().filter(lane -> lane.limit() > 0).forEach(lane -> all.addAll(lane.tasks()));
        return all;
    }

    /** A count of what is still wanted, for one claim. */
    public Tally tally() {
        return new Tally(this);
    }

    /**
     * Tasks that share threads.
     *
     * @param limit jobs of all of them together
     */
    public record Lane(int limit, Set<TaskAddress> tasks) {
        public Lane {
            tasks = Set.copyOf(tasks);
        }
    }

    /** Counts down while jobs are chosen. Not for use by several threads. */
    public static final class Tally {
        private final Map<TaskAddress, Integer> laneOf = new HashMap<>();
        private final List<Integer> rooms = new ArrayList<>();
        private int left;

        private Tally(Demand demand) {
            this.left = demand.limit();
            for (Lane lane : demand.lanes()) {
                lane.tasks().forEach(task -> laneOf.put(task, rooms.size()));
                rooms.add(lane.limit());
            }
        }

        /** Jobs that are still wanted in all. */
        public int left() {
            return left;
        }

        /** Whether one more job of {@code task} is wanted. */
        public boolean wants(TaskAddress task) {
            return left > 0
                    && Optional.ofNullable(laneOf.get(task)).map(rooms::get).orElse(0) > 0;
        }

        /** Counts one job of {@code task} in, if it is wanted. */
        public boolean take(TaskAddress task) {
            if (!wants(task)) {
                return false;
            }
            int lane = laneOf.get(task);
            rooms.set(lane, rooms.get(lane) - 1);
            left--;
            return true;
        }

        /** Counts one job of {@code task} out again, that another worker was quicker to take. */
        public void putBack(TaskAddress task) {
            int lane = laneOf.get(task);
            rooms.set(lane, rooms.get(lane) + 1);
            left++;
        }
    }
}
