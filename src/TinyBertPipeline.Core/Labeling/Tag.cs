namespace TinyBertPipeline.Core.Labeling;

/// <summary>A label taken apart, for example <c>B-PER</c>.</summary>
/// <param name="Letter">The letter of the scheme.</param>
/// <param name="Type">The entity's type; empty for a bare letter.</param>
internal readonly record struct Tag(char Letter, string Type)
{
    /// <summary>Outside of entities; before the first and after the last word it is so too.</summary>
    public static Tag Outside { get; } = new('O', "");

    /// <summary>What a label may be, for messages.</summary>
    public const string ValidForms = "O, or a letter of B I E S L U M, alone or with a type as in B-PER";

    public static bool TryParse(string label, out Tag tag)
    {
        tag = default;
        if (label.Length == 0 || !"OBIESLUM".Contains(label[0])) return false;
        if (label.Length > 1 && (label[0] == 'O' || label[1] != '-' || label.Length == 2)) return false;
        tag = new Tag(label[0], label.Length > 1 ? label[2..] : "");
        return true;
    }

    /// <summary>The same place in BIOES letters.</summary>
    public Tag ToBioes() => this with { Letter = Letter switch { 'M' => 'I', 'L' => 'E', 'U' => 'S', _ => Letter } };

    public override string ToString() => Type.Length == 0 ? Letter.ToString() : $"{Letter}-{Type}";
}
