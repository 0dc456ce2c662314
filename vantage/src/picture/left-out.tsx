/** Says of every list and drawing of people who may not be in it; the same whether or not there is anybody. */
export function LeftOut() {
  return (
    <p className="v-meta">
      Who is shown is whom agreements let you see. Of grown people who belonged only before you, or your team,
      began to work with this family, that is who they are and how they are related; a child who left it
      earlier, and anybody whom no agency shares with you, is not here. The lead of the agency can tell you
      whom to ask.
    </p>
  );
}
