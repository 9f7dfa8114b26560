"""Who is meant by he, she, they, it and who: one pass from the article's first word to its last."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.lexicon import SAY_FORMS
from stance.language.spelling import word_set
from stance.naming.cast import Member

MALE = word_set("he him his himself")
FEMALE = word_set("she her hers herself")
PLURAL = word_set("they them their theirs themselves")
THING = word_set("it its itself")
FIRST = word_set("i me my mine myself we us our ours ourselves")
SECOND = word_set("you your yours yourself yourselves")
THIRD = MALE | FEMALE
PRONOUNS = THIRD | PLURAL | THING | FIRST | SECOND | word_set("who whom whose which")

_SUBJECTS = ("nsubj", "nsubjpass")
_WINDOW = 40
"""Mentions that are weighed for one pronoun."""
TOLD = 5
"""Votes for the gender that a noun tells."""

_UNTOLD = 3.0
"""What someone of unknown gender has less where a noun tells that a woman, or a man, was spoken of."""

_SENTENCES = 6
"""Sentences that a pronoun looks back over."""


@dataclass(frozen=True)
class Mention:
    """A place where a person is mentioned: the word that heads it, and what it weighs more or less than a name."""

    word: int
    member: Member
    weight: float = 0.0


class Antecedents:
    """The antecedents of the personal pronouns of an article.

    Parameters
    ----------
    grammar : Grammar
        The article.
    mentions : list of Mention
        Where persons are named, or referred to by their roles, in order.
    speaker : callable
        Returns the member who speaks in a quotation, by its number.
    """

    def __init__(self, grammar: Grammar, mentions: list[Mention], speaker: Callable[[int], Member | None]):
        self._grammar, self._speaker = grammar, speaker
        self._mentions = sorted(mentions, key=lambda mention: mention.word)
        self._words = [mention.word for mention in self._mentions]
        self._trail: list[Mention] = []
        self._trail_words: list[int] = []
        self._seen: Counter[Member] = Counter()
        self.of: dict[int, Member] = {}

    def walk(self) -> None:
        """Resolve the pronouns in order; what one was resolved to is a mention for the next."""
        named = iter(self._mentions)
        upcoming = next(named, None)
        for word, lower in enumerate(self._grammar.lower):
            while upcoming is not None and upcoming.word <= word:
                self._remember(upcoming)
                upcoming = next(named, None)
            if lower in THIRD:
                member = self.choose(word)
                if member is not None:
                    self.of[word] = member
                    self._remember(Mention(word, member))
                    if not member.gender:
                        member.genders["male" if lower in MALE else "female"] += 1

    def _remember(self, mention: Mention) -> None:
        self._trail.append(mention)
        self._trail_words.append(mention.word)
        self._seen[mention.member] += 1

    def mentioned(self, word: int, sentences: int) -> list[Member]:
        """Return who was mentioned in the sentences before a word, the latest first."""
        grammar = self._grammar
        before = bisect_left(self._trail_words, word)
        found: dict[Member, None] = {}
        for mention in reversed(self._trail[max(0, before - _WINDOW) : before]):
            if grammar.sentence_of[word] - grammar.sentence_of[mention.word] > sentences:
                break
            found.setdefault(mention.member)
        return list(found)

    def recent(self, word: int, gender: str, sentences: int) -> list[Member]:
        """Return who of that gender was just spoken of; one alone who is spoken of far more than the others."""
        near = [m for m in self.mentioned(word, sentences) if m.name]
        fits = [m for m in near if not gender or not m.gender or m.gender == gender]
        fits.sort(key=lambda member: -self._seen[member])
        if len(fits) > 1 and self._seen[fits[0]] >= 2 * self._seen[fits[1]]:
            return fits[:1]
        return fits

    def choose(self, word: int, outside: Callable[[int], bool] = lambda _: False) -> Member | None:
        """Return the most salient member that a pronoun may stand for; words that are `outside` do not count."""
        grammar = self._grammar
        gender = "male" if grammar.lower[word] in MALE else "female"
        if member := self._main_subject(word, gender, outside):
            return member
        scores: dict[Member, float] = {}
        before = bisect_left(self._trail_words, word)
        for back, mention in enumerate(reversed(self._trail[max(0, before - _WINDOW) : before])):
            distance = grammar.sentence_of[word] - grammar.sentence_of[mention.word]
            if distance > _SENTENCES:
                break
            member = mention.member
            if outside(mention.word) or not self._fits(word, mention, gender):
                continue
            score = self._salience(word, mention, distance, back)
            scores[member] = max(scores.get(member, -99.0), score)
        if not scores:
            return self._ahead(word, gender, outside)
        if any(member.genders[gender] >= TOLD and not member.name for member in scores):
            scores = {m: score - (0.0 if m.gender else _UNTOLD) for m, score in scores.items()}
        return max(scores, key=lambda m: scores[m] + self._standing(m, gender))

    def _standing(self, member: Member, gender: str) -> float:
        known = 0.6 if member.gender == gender else 0.0
        return known + 0.15 * min(self._seen[member], 6)

    def _salience(self, word: int, mention: Mention, distance: int, back: int) -> float:
        grammar = self._grammar
        relation = grammar.relations[mention.word]
        if relation in ("appos", "compound"):
            relation = grammar.relations[grammar.heads[mention.word]]
        score = mention.weight - 1.0 * distance - 0.05 * back
        if relation in _SUBJECTS:
            score += 1.2
        elif relation == "poss":
            score -= 0.2 if grammar.lower[mention.word] in THIRD else 0.6
        elif relation in ("dobj", "dative"):
            score += 0.2
        if grammar.paragraph_of[word] != grammar.paragraph_of[mention.word]:
            score -= 0.5
        if grammar.lower[mention.word] in THIRD and relation != "poss":
            score += 0.5
        if distance == 0 and self._governs(mention.word, word):
            score += 0.8
        if self._is_told_of(mention.word) and grammar.lower[grammar.heads[word]] in SAY_FORMS:
            score -= 0.5  # who spoke speaks on, not whom they spoke of
        if grammar.quotation_of[mention.word] != grammar.quotation_of[word] and grammar.quotation_of[mention.word] >= 0:
            score -= 2.5
        return score

    def _is_told_of(self, word: int) -> bool:
        """Say whether a word stands in the clause that somebody says."""
        verb = self._grammar.heads[word]
        return self._grammar.relations[verb] == "ccomp" and self._grammar.lower[self._grammar.heads[verb]] in SAY_FORMS

    def _governs(self, subject: int, word: int) -> bool:
        """Say whether a word is the subject of a pronoun's clause, or of the one above: Roe said he."""
        grammar = self._grammar
        if grammar.relations[subject] in ("appos", "compound"):
            subject = grammar.heads[subject]
        if grammar.relations[subject] not in _SUBJECTS:
            return False
        verb = grammar.heads[subject]
        at = grammar.heads[word]
        if grammar.relations[word] in _SUBJECTS:
            return grammar.relations[at] == "ccomp" and grammar.heads[at] == verb
        for _ in range(4):
            if at == verb:
                return True
            if grammar.relations[at] in ("relcl", "ccomp"):
                return False
            at = grammar.heads[at]
        return False

    def _fits(self, word: int, mention: Mention, gender: str) -> bool:
        member = mention.member
        if member.gender and member.gender != gender:
            return False
        quotation = self._grammar.quotation_of[word]
        if quotation != NO_QUOTATION and self._speaker(quotation) is member:
            return False
        return not self._same_clause(word, mention.word)

    def _same_clause(self, word: int, other: int) -> bool:
        """Say whether grammar forbids a pronoun to stand for a word: him for the subject of its own clause."""
        grammar = self._grammar
        if grammar.sentence_of[word] != grammar.sentence_of[other] or grammar.lower[word].endswith("self"):
            return False
        relation = grammar.relations[word]
        if relation == "poss":
            owned = grammar.heads[word]
            inside = grammar.heads[other] == owned and grammar.relations[other] in ("appos", "compound")
            return other == owned or inside
        clause, theirs = self._clause(word), self._clause(other)
        if clause != theirs or grammar.relations[other] == "poss":
            return False
        return relation in (*_SUBJECTS, "dobj", "dative", "pobj", "agent") and grammar.relations[other] != "appos"

    def _clause(self, word: int) -> int:
        """Return the verb that a noun hangs from, over a preposition if need be."""
        grammar = self._grammar
        above = grammar.heads[word]
        if grammar.relations[word] == "pobj":
            above = grammar.heads[above]
        return above

    def _main_subject(self, word: int, gender: str, outside: Callable[[int], bool]) -> Member | None:
        """Return the subject of the main clause for a pronoun put before it: discussing his plan, Roe said."""
        grammar, top = self._grammar, word
        if grammar.relations[word] in _SUBJECTS:
            return None
        for _ in range(8):
            if grammar.heads[grammar.heads[top]] == grammar.heads[top]:
                break
            top = grammar.heads[top]
        root = grammar.heads[top]
        if grammar.relations[top] not in ("advcl", "prep"):
            return None
        for subject in grammar.children[root]:
            if subject > word and grammar.relations[subject] in _SUBJECTS:
                at = bisect_left(self._words, subject)
                for mention in self._mentions[at : at + 3]:
                    near = mention.word == subject or grammar.heads[mention.word] == subject
                    if near and not outside(mention.word) and self._fits(word, mention, gender):
                        return mention.member
        return None

    def _ahead(self, word: int, gender: str, outside: Callable[[int], bool]) -> Member | None:
        """Return the subject that follows in the same sentence: in his speech, Roe said."""
        grammar = self._grammar
        _, end = grammar.sentences[grammar.sentence_of[word]]
        after = bisect_left(self._words, word + 1)
        for mention in self._mentions[after : after + _WINDOW]:
            if mention.word >= end:
                break
            if not outside(mention.word) and self._fits(word, mention, gender):
                return mention.member
        return None
