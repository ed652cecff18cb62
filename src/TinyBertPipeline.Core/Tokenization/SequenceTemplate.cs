using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>The <c>post_processor</c> of a <c>tokenizer.json</c>: [CLS] A [SEP] and [CLS] A [SEP] B [SEP].</summary>
internal static class SequenceTemplate
{
    /// <summary>The spellings of the first and of the last piece.</summary>
    /// <exception cref="InvalidInputException">The file assembles sequences in another way.</exception>
    public static (string Classify, string Separate) Read(TokenizerFields root)
    {
        var processor = root.Object("post_processor")
            ?? throw root.Refuse("there is no post_processor; a BERT tokenizer has one that adds [CLS] and [SEP]");
        return processor.Text("type") switch
        {
            "TemplateProcessing" => ReadTemplate(processor),
            "BertProcessing" => (processor.FirstText("cls"), processor.FirstText("sep")),
            var other => throw root.Refuse(
                $"post_processor is of type {UntrustedText.Quote(other ?? "")}; only TemplateProcessing and BertProcessing are supported"),
        };
    }

    /// <summary>The template of a vocabulary.</summary>
    public static JsonObject ToJson(Vocabulary vocabulary)
    {
        var (classify, separate) = (vocabulary.Specials.Classify, vocabulary.Specials.Separate);
        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Special(classify, 0), Text("A", 0), Special(separate, 0)),
            ["pair"] = new JsonArray(Special(classify, 0), Text("A", 0), Special(separate, 0), Text("B", 1), Special(separate, 1)),
            ["special_tokens"] = new JsonObject
            {
                [classify] = Ids(classify, vocabulary.ClassifyId),
                [separate] = Ids(separate, vocabulary.SeparateId),
            },
        };

        static JsonObject Special(string id, int type) => Part("SpecialToken", id, type);
        static JsonObject Text(string id, int type) => Part("Sequence", id, type);
        static JsonObject Part(string kind, string id, int type) => new() { [kind] = new JsonObject { ["id"] = id, ["type_id"] = type } };
        static JsonObject Ids(string piece, int id) => new() { ["id"] = piece, ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(piece) };
    }

    private static (string Classify, string Separate) ReadTemplate(TokenizerFields processor)
    {
        var single = processor.Objects("single").Select(Describe).ToList();
        if (single is [{ Sequence: false, Type: 0 } first, { Sequence: true, Id: "A", Type: 0 }, { Sequence: false, Type: 0 } last])
        {
            (bool, string, int)[] pair = [(false, first.Id, 0), (true, "A", 0), (false, last.Id, 0), (true, "B", 1), (false, last.Id, 1)];
            if (processor.Objects("pair").Select(Describe).SequenceEqual(pair)) return (first.Id, last.Id);
        }
        throw processor.Refuse("post_processor is not BERT's template: [CLS] A [SEP] and [CLS] A [SEP] B [SEP] with types 0 and 1");
    }

    private static (bool Sequence, string Id, int Type) Describe(TokenizerFields part)
    {
        var sequence = part.Has("Sequence");
        var key = sequence ? "Sequence" : "SpecialToken";
        var content = part.Require(part.Object(key), key);
        return (sequence, content.Require(content.Text("id"), "id"), content.Integer("type_id", 0, 1) ?? 0);
    }
}
