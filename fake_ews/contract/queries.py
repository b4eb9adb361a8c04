"""Restrictions, sort orders, views and groups.   Source: types.xsd."""

from fake_ews.contract.notation import (
    AnyOf,
    Bag,
    OneOf,
    Row,
    Rows,
    base64Binary,
    boolean,
    choice,
    dateTime,
    int_,
    later,
    limited,
    nonNegativeInteger,
    string,
)
from fake_ews.contract.paths import PathToExtendedField, PathToIndexedField, PathToUnindexedField


class GroupSummary(Bag, name="GroupSummaryType"):
    GroupCount = Row(int_, required=True)
    UnreadCount = Row(int_, required=True)
    InstanceKey = Row(base64Binary, required=True)
    GroupByValue = Row(string, required=True)


class GroupedItems(Bag, name="GroupedItemsType"):
    GroupIndex = Row(string, required=True)
    Items = Row(later("t:ArrayOfRealItemsType"), required=True)
    GroupSummary = Row(GroupSummary, since="Exchange2016")


class ArrayOfGroupedItems(Bag, name="ArrayOfGroupedItemsType"):
    GroupedItems = Rows(GroupedItems)


class FindItemParent(Bag, name="FindItemParentType"):
    IndexedPagingOffset = Row(int_, attribute=True)
    NumeratorOffset = Row(int_, attribute=True)
    AbsoluteDenominator = Row(int_, attribute=True)
    IncludesLastItemInRange = Row(boolean, attribute=True)
    TotalItemsInView = Row(int_, attribute=True)
    Items = Row(later("t:ArrayOfRealItemsType"))
    Groups = Row(ArrayOfGroupedItems)
    one_of = OneOf(Items, Groups)


class HighlightTerm(Bag, name="HighlightTermType"):
    Scope = Row(string, required=True)
    Value = Row(string, required=True)


class BasePaging(Bag, name="BasePagingType", abstract=True):
    MaxEntriesReturned = Row(int_, attribute=True)


IndexBasePoint = choice("IndexBasePointType", "Beginning", "End")


class IndexedPageView(BasePaging, name="IndexedPageViewType"):
    Offset = Row(int_, required=True, attribute=True)
    BasePoint = Row(IndexBasePoint, required=True, attribute=True)


class FractionalPageView(BasePaging, name="FractionalPageViewType"):
    Numerator = Row(int_, required=True, attribute=True)
    Denominator = Row(int_, required=True, attribute=True)


class SearchExpression(Bag, name="SearchExpressionType", element="SearchExpression", abstract=True):
    pass


class Exists(SearchExpression, name="ExistsType", element="Exists", substitutes="SearchExpression"):
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)
    entries = AnyOf(FieldURI, IndexedFieldURI, ExtendedFieldURI)


ExcludesAttribute = limited("ExcludesAttributeType", string, pattern=r"((0x|0X)[0-9A-Fa-f]*)|([0-9]*)")


class ExcludesValue(Bag, name="ExcludesValueType"):
    Value = Row(ExcludesAttribute, required=True, attribute=True)


class Excludes(SearchExpression, name="ExcludesType", element="Excludes", substitutes="SearchExpression"):
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)
    entries = AnyOf(FieldURI, IndexedFieldURI, ExtendedFieldURI)
    Bitmask = Row(ExcludesValue, required=True)


class ConstantValue(Bag, name="ConstantValueType"):
    Value = Row(string, required=True, attribute=True)


class FieldURIOrConstant(Bag, name="FieldURIOrConstantType"):
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)
    Constant = Row(ConstantValue)
    one_of = OneOf(FieldURI, IndexedFieldURI, ExtendedFieldURI, Constant)


class TwoOperandExpression(SearchExpression, name="TwoOperandExpressionType", abstract=True):
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)
    entries = AnyOf(FieldURI, IndexedFieldURI, ExtendedFieldURI)
    FieldURIOrConstant = Row(FieldURIOrConstant, required=True)


class IsEqualTo(TwoOperandExpression, name="IsEqualToType", element="IsEqualTo", substitutes="SearchExpression"):
    pass


class IsNotEqualTo(
    TwoOperandExpression, name="IsNotEqualToType", element="IsNotEqualTo", substitutes="SearchExpression"
):
    pass


class IsGreaterThan(
    TwoOperandExpression, name="IsGreaterThanType", element="IsGreaterThan", substitutes="SearchExpression"
):
    pass


class IsGreaterThanOrEqualTo(
    TwoOperandExpression,
    name="IsGreaterThanOrEqualToType",
    element="IsGreaterThanOrEqualTo",
    substitutes="SearchExpression",
):
    pass


class IsLessThan(TwoOperandExpression, name="IsLessThanType", element="IsLessThan", substitutes="SearchExpression"):
    pass


class IsLessThanOrEqualTo(
    TwoOperandExpression, name="IsLessThanOrEqualToType", element="IsLessThanOrEqualTo", substitutes="SearchExpression"
):
    pass


ContainmentMode = choice("ContainmentModeType", "FullString", "Prefixed", "Substring", "PrefixOnWords", "ExactPhrase")

ContainmentComparison = choice(
    "ContainmentComparisonType",
    "Exact IgnoreCase IgnoreNonSpacingCharacters Loose IgnoreCaseAndNonSpacingCharacters LooseAndIgnoreCase "
    "LooseAndIgnoreNonSpace LooseAndIgnoreCaseAndIgnoreNonSpace",
)


class ContainsExpression(
    SearchExpression, name="ContainsExpressionType", element="Contains", substitutes="SearchExpression"
):
    ContainmentMode = Row(ContainmentMode, attribute=True)
    ContainmentComparison = Row(ContainmentComparison, attribute=True)
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)
    entries = AnyOf(FieldURI, IndexedFieldURI, ExtendedFieldURI)
    Constant = Row(ConstantValue, required=True)


class MultipleOperandBooleanExpression(SearchExpression, name="MultipleOperandBooleanExpressionType", abstract=True):
    Contains = Row(ContainsExpression)
    Excludes = Row(Excludes)
    Exists = Row(Exists)
    IsEqualTo = Row(IsEqualTo)
    IsNotEqualTo = Row(IsNotEqualTo)
    IsGreaterThan = Row(IsGreaterThan)
    IsGreaterThanOrEqualTo = Row(IsGreaterThanOrEqualTo)
    IsLessThan = Row(IsLessThan)
    IsLessThanOrEqualTo = Row(IsLessThanOrEqualTo)
    And = Row(later("t:AndType"))
    Not = Row(later("t:NotType"))
    Or = Row(later("t:OrType"))
    entries = AnyOf(
        Contains,
        Excludes,
        Exists,
        IsEqualTo,
        IsNotEqualTo,
        IsGreaterThan,
        IsGreaterThanOrEqualTo,
        IsLessThan,
        IsLessThanOrEqualTo,
        And,
        Not,
        Or,
    )


class And(MultipleOperandBooleanExpression, name="AndType", element="And", substitutes="SearchExpression"):
    pass


class Or(MultipleOperandBooleanExpression, name="OrType", element="Or", substitutes="SearchExpression"):
    pass


class Not(SearchExpression, name="NotType", element="Not", substitutes="SearchExpression"):
    Contains = Row(ContainsExpression)
    Excludes = Row(Excludes)
    Exists = Row(Exists)
    IsEqualTo = Row(IsEqualTo)
    IsNotEqualTo = Row(IsNotEqualTo)
    IsGreaterThan = Row(IsGreaterThan)
    IsGreaterThanOrEqualTo = Row(IsGreaterThanOrEqualTo)
    IsLessThan = Row(IsLessThan)
    IsLessThanOrEqualTo = Row(IsLessThanOrEqualTo)
    And = Row(And)
    Not = Row(later("t:NotType"))
    Or = Row(Or)
    entries = AnyOf(
        Contains,
        Excludes,
        Exists,
        IsEqualTo,
        IsNotEqualTo,
        IsGreaterThan,
        IsGreaterThanOrEqualTo,
        IsLessThan,
        IsLessThanOrEqualTo,
        And,
        Not,
        Or,
    )


class Restriction(Bag, name="RestrictionType"):
    Contains = Row(ContainsExpression)
    Excludes = Row(Excludes)
    Exists = Row(Exists)
    IsEqualTo = Row(IsEqualTo)
    IsNotEqualTo = Row(IsNotEqualTo)
    IsGreaterThan = Row(IsGreaterThan)
    IsGreaterThanOrEqualTo = Row(IsGreaterThanOrEqualTo)
    IsLessThan = Row(IsLessThan)
    IsLessThanOrEqualTo = Row(IsLessThanOrEqualTo)
    And = Row(And)
    Not = Row(Not)
    Or = Row(Or)
    entries = AnyOf(
        Contains,
        Excludes,
        Exists,
        IsEqualTo,
        IsNotEqualTo,
        IsGreaterThan,
        IsGreaterThanOrEqualTo,
        IsLessThan,
        IsLessThanOrEqualTo,
        And,
        Not,
        Or,
    )


class SeekToConditionPageView(BasePaging, name="SeekToConditionPageViewType"):
    BasePoint = Row(IndexBasePoint, required=True, attribute=True)
    Condition = Row(Restriction, required=True)


class CalendarView(BasePaging, name="CalendarViewType"):
    StartDate = Row(dateTime, required=True, attribute=True)
    EndDate = Row(dateTime, required=True, attribute=True)


Aggregate = choice("AggregateType", "Minimum", "Maximum")


class AggregateOn(Bag, name="AggregateOnType"):
    Aggregate = Row(Aggregate, required=True, attribute=True)
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)
    one_of = OneOf(FieldURI, IndexedFieldURI, ExtendedFieldURI)


SortDirection = choice("SortDirectionType", "Ascending", "Descending")


class BaseGroupBy(Bag, name="BaseGroupByType", abstract=True):
    Order = Row(SortDirection, required=True, attribute=True)


class ArrayOfGroupId(Bag, name="ArrayOfGroupIdType"):
    GroupId = Rows(base64Binary, choice=True)


class GroupBy(BaseGroupBy, name="GroupByType"):
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)
    one_of = OneOf(FieldURI, IndexedFieldURI, ExtendedFieldURI)
    AggregateOn = Row(AggregateOn, required=True)
    UseCollapsibleGroups = Row(boolean, since="Exchange2016")
    ItemsPerGroup = Row(nonNegativeInteger, since="Exchange2016")
    MaxItemsPerGroup = Row(nonNegativeInteger, since="Exchange2016")
    GroupsToExpand = Row(ArrayOfGroupId, since="Exchange2016")


StandardGroupBy = choice("StandardGroupByType", "ConversationTopic")


class DistinguishedGroupBy(BaseGroupBy, name="DistinguishedGroupByType"):
    StandardGroupBy = Row(StandardGroupBy, required=True)


class FieldOrder(Bag, name="FieldOrderType"):
    Order = Row(SortDirection, required=True, attribute=True)
    FieldURI = Row(PathToUnindexedField)
    IndexedFieldURI = Row(PathToIndexedField)
    ExtendedFieldURI = Row(PathToExtendedField)
    entries = AnyOf(FieldURI, IndexedFieldURI, ExtendedFieldURI)


class NonEmptyArrayOfFieldOrders(Bag, name="NonEmptyArrayOfFieldOrdersType"):
    FieldOrder = Rows(FieldOrder, required=True)
