namespace TinyBertPipeline.Core.Labeling;

/// <summary>A label taken apart, for example <c>B-PER</c>.</summary>
/// <param name="Letter">The letter of the scheme, or <see cref="NoLetter"/>.</param>
/// <param name="Type">The entity's type; empty for a bare letter.</param>
internal readonly record struct Tag(char Letter, string Type)
{
    /// <summary>The letter of a label that is only a type, as <c>LOC</c>.</summary>
    public const char NoLetter = '\0';

    /// <summary>What a label may be, for messages.</summary>
    public const string ValidForms = "O, or a letter of B I E S L U M, alone or with a type as in B-PER";

    /// <summary>The letters of words in entities, of all schemes.</summary>
    public const string EntityLetters = "BIESLUM";

    private const string Letters = "O" + EntityLetters;

    /// <summary>Outside of entities; before the first and after the last word it is so too.</summary>
    public static Tag Outside { get; } = new('O', "");

    /// <summary>The letter of the same place in BIOES.</summary>
    public char Role => RoleOf(Letter);

    public static bool TryParse(string label, out Tag tag)
    {
        tag = default;
        if (label.Length == 0 || !Letters.Contains(label[0])) return false;
        if (label.Length > 1 && (label[0] == 'O' || label[1] != '-' || label.Length == 2)) return false;
        tag = new Tag(label[0], label.Length > 1 ? label[2..] : "");
        return true;
    }

    /// <summary>Whether a label that is no tag looks like one: a letter and a hyphen without a type, or O with one.</summary>
    public static bool IsBroken(string label) => label.Length > 1 && label[1] == '-' && Letters.Contains(label[0]) && !TryParse(label, out _);

    public static char RoleOf(char letter) => letter switch { 'M' or NoLetter => 'I', 'L' => 'E', 'U' => 'S', _ => letter };

    public override string ToString() => Letter == NoLetter ? Type : Type.Length == 0 ? Letter.ToString() : $"{Letter}-{Type}";
}
