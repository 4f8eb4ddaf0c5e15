package i18n

import (
	"strings"

	"jolara.com/privacy/models"
)

// ThreeWords returns the words by which a child and their guardian know that they mean the same request, in the language in which the
// child asked: on both screens and in the letter they are the same to the letter.
func ThreeWords(locale models.Locale, words [3]int) [3]string {
	list := englishWords
	if locale == models.Chinese {
		list = chineseWords
	}
	return [3]string{list[words[0]], list[words[1]], list[words[2]]}
}

// Short words that a child of eight reads, tells on a phone and does not mix up.
var (
	englishWords = wordList(`
		APPLE ARROW AUTUMN BADGER BALL BANANA BASKET BEACH BEAR BELL BICYCLE BIRD BOAT BOOK BOTTLE BREAD
		BRIDGE BROOM BUTTER BUTTON CAKE CAMEL CANDLE CARROT CASTLE CAT CHAIR CHEESE CHERRY CIRCLE CLOCK CLOUD
		COAT COOKIE CORAL COTTON CROWN CUP DAISY DANCE DESERT DOG DOLPHIN DONKEY DOOR DRAGON DRUM DUCK
		EAGLE EARTH EGG ELEPHANT ENGINE FARM FEATHER FENCE FIELD FINGER FIRE FISH FLAG FLOWER FLUTE FOREST
		FOX FROG GARDEN GATE GIANT GLASS GLOVE GOOSE GRAPE GRASS GREEN GUITAR HAMMER HARBOUR HAT HILL
		HONEY HORSE HOUSE ICE ISLAND JACKET JAR KETTLE KEY KITE LADDER LAKE LAMP LEAF LEMON LION
		MAP MELON MIRROR MONKEY MOON MOUNTAIN MOUSE NEST NUMBER OCEAN ONION ORANGE PANDA PAPER PEACH PENCIL
		PIANO PILLOW PLANET POCKET PUPPET RABBIT RAINBOW RIVER ROBOT ROCKET SADDLE SCHOOL SEVEN SHADOW SPOON TIGER`)
	chineseWords = wordList(`
		苹果 弓箭 秋天 小熊 皮球 香蕉 篮子 海滩 狗熊 铃铛 单车 小鸟 小船 书本 瓶子 面包
		大桥 扫帚 黄油 纽扣 蛋糕 骆驼 蜡烛 萝卜 城堡 小猫 椅子 奶酪 樱桃 圆圈 时钟 白云
		外套 饼干 珊瑚 棉花 王冠 杯子 菊花 跳舞 沙漠 小狗 海豚 毛驴 大门 飞龙 小鼓 鸭子
		老鹰 地球 鸡蛋 大象 火车 农场 羽毛 篱笆 田野 手指 篝火 小鱼 红旗 花朵 笛子 森林
		狐狸 青蛙 花园 围墙 巨人 玻璃 手套 白鹅 葡萄 青草 绿色 吉他 锤子 港口 帽子 山坡
		蜂蜜 骏马 房子 冰块 小岛 夹克 罐子 水壶 钥匙 风筝 梯子 湖水 台灯 树叶 柠檬 狮子
		地图 西瓜 镜子 猴子 月亮 高山 老鼠 鸟巢 数字 大海 洋葱 橙子 熊猫 白纸 桃子 铅笔
		钢琴 枕头 星球 口袋 木偶 兔子 彩虹 河流 机器 火箭 马鞍 学校 七天 影子 勺子 老虎`)
)

func wordList(words string) []string { return strings.Fields(words) }
