package com.example.notebooks.summary;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

public interface PassageRepository extends JpaRepository<Passage, Long> {

    List<Passage> findBySourceIdOrderByPosition(long sourceId);

    @Modifying
    @Query("delete from Passage p where p.sourceId = :sourceId")
    int deleteBySource(long sourceId);
}
